"""An invented world of air, outlets and meters, and the devices that report it by HJ 212.

Pure but for ``running``, which holds the sockets: what a device measures, hides, loses or sends
late is a function of the seed, the device and the instant. So the same world can be asked for a
year of history without a socket, and be lived through over real ones.

Nothing here is a model of real air: it is as plausible as tests, demo and training need.
"""
