"""A migration that has landed never changes: databases were built with it."""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files

# Add a line for a new migration when it lands. A line that is here never changes; write another migration instead.
LANDED = {
    "0001_first_shape.py": "f9d37607ddadd1f7bdd69277d80842c8f7e03667a218225c3e110f9bfe4fccf1",
    "0002_news.py": "65a6c2d36fd5b8ce6c382be0a53fac96a44de72f97edf2cf40dd0781a08e3551",
    "0003_readers.py": "fb5b204dc3bf3cb10e6771d0edc05834e1212af335aa38c4abef7c2370f48642",
    "0004_planning.py": "3416879fe642e6c3f0c08af5bcebb0efd107e6135010aac490c0889a2e6e503d",
    "0005_outgoing.py": "95e2f8e4cb953703fd4e9d608616d2c6dbec4866df5d54cb2a0ea7ce683ab5b8",
    "0006_rulings.py": "49c1d6930400978884fdc9ff1fd7ac23afb784885014e4cd8d847af6dab1cba7",
    "0007_runs.py": "a48f04582fde79d08c9daedd20a5c650a89d602d1642e606542bda2ec1b43aa9",
    "0008_one_shape.py": "0b194ea050e6881420767470253a8e9263a7b031878e5cfff9bd440acc35bc49",
    "0009_taken_as_known.py": "1a9608c4af238535181f2a730a5d4a3874f6cd0825d0f10612d430258ce845e4",
    "0010_rules.py": "c6cd181a5a4349b5d9f2a043c9fdd23c59d13759cb6aa36b6c7a4d4e75fef836",
    "0011_change_page.py": "cc640612d522a842fbd93bf759db44298e409709309b70b92f6a0b8f161413e7",
    "0012_doubts.py": "b616f27fb4a869c9e1016372118e071f2b8a2373d02d3eebbe4e9c414aaff6ad",
    "0013_years_of_news.py": "e86caf22aac1202d3784e2a459fe6873400bda3e205bbfe186f46839a9c71335",
    "0014_asked_record.py": "e64e14a541cc192b86ae8b67fccfc61d4d30a813b0e0542395ad27e90b37d546",
    "0015_post_ruling.py": "a985145e95329e804ad36f3c01e259435997c8a13cd2ace9a5eaf4e52c6a0ac5",
    "0016_findings.py": "2f28885db9ea1a0a32f396bdfcb088e6d163142f2c55389f67820480b76af8ad",
    "0017_kept_bytes.py": "a42630c5c89682f5fb8475b9dfbba417203a671d8127e16a977df8ea565d5244",
    "0018_reading.py": "fd16e69a1dfff108183ef014e68137a516fe7ff7f756f7e218adac212354ee8f",
    "0019_many_sources.py": "1dc9d170c92a05e6cea41aa33ad8c248882c1bb1a6473d8fe6cf32d34884e4b5",
    "0020_asked_hosts.py": "dd40cead61877ea7a5d7d08590d6fed8eeb53c13b030d9a5a6bb5e701bf985ff",
    "0021_hung_hosts.py": "5e892955cb7acd841d44d16d6923686292a2d25a6cb3543fa1f17bedeb655f75",
}


def test_every_migration_is_as_it_landed() -> None:
    versions = files("watcher.state") / "migrations" / "versions"
    there = {file.name: sha256(file.read_bytes()).hexdigest() for file in versions.iterdir() if file.name[:1] == "0"}
    assert there == LANDED
