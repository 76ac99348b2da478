"""What every page shares: frame, parts, formats and the words for states.

A page extends ``parts/base.html`` (desk), ``parts/phone.html`` (lead, firm), ``parts/plain.html``
(sign-in), ``parts/error.html`` or ``parts/print.html``, loads ``parts`` and draws frozen values of
``shapes``: ``{% chip c %}``, ``{% deadline d look="two|cell|act" %}``, ``{% part anything %}``,
``{% field form.note %}``, ``{% icon "eye" %}``. ``states.state_chip`` and ``formats`` word them.

An audience's ``menu.py`` gives ``items(request)``; ``toasts.tell`` says a sentence after an act.
Templates hold classes and data attributes only: the policy forbids inline script and style.
Browser code is in ``frontend/``; colours stand in its ``tokens.css`` and nowhere else.
"""
