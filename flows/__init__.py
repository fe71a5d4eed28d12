"""When and how many: the command line and the Prefect flows, thin above :mod:`pipeline`."""
