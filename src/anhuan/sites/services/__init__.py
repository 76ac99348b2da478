"""Writes to the dossiers of sites."""

from anhuan.sites.services.dossiers import (
    add_site,
    add_site_post,
    change_site,
    set_operation,
    set_organisation,
    vouch,
)
from anhuan.sites.services.founding import add_sites
from anhuan.sites.services.importing import Proposal, SiteImportReport, import_sites
from anhuan.sites.services.joining import join_firm
from anhuan.sites.services.permitting import (
    add_permit,
    change_permit,
    end_permit,
    renew_permit,
)
from anhuan.sites.services.staffing import staff_post, vacate_site_post

__all__ = [
    "Proposal",
    "SiteImportReport",
    "add_permit",
    "add_site",
    "add_site_post",
    "add_sites",
    "change_permit",
    "change_site",
    "end_permit",
    "import_sites",
    "join_firm",
    "renew_permit",
    "set_operation",
    "set_organisation",
    "staff_post",
    "vacate_site_post",
    "vouch",
]
