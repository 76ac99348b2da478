"""The field app (现场): its page, manifest and service worker. Nothing personal is in them."""
