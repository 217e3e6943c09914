"""A document reader and face matcher that speaks Textract's and Rekognition's JSON API.

It runs in an environment of its own (requirements/reader.txt), on the loopback for the local cloud
or in a container in the country (Dockerfile). Nothing outside this folder is imported.
"""
