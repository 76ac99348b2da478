"""The invented city 安澜市 as pure data: for the demo, the tests and the benchmarks.

Owns: the map, the units and people, the sites, the answer for each site, the sign-ins and the
scripts of cases that lead to a chosen state. Everything follows from one seed; nothing here
reads a clock, a database or the network. Case and site number i can be made without making
the ones before it, so two million cases cost no more memory than one.

Never: rows, services, Django. Loaders in `ops/management` replay these records through the
services of the modules. People, firms and places are invented and the map lies in open sea.
"""
