# Whether files are what CycloneDX 1.5 says, by the schema that the library carries. Says what is not, and fails.
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

validator = JsonStrictValidator(SchemaVersion.V1_5)
for name in sys.argv[1:]:
    with open(name) as file:
        error = validator.validate_str(file.read())
    if error:
        sys.exit(f"{name}: {error.data.message} at {list(error.data.absolute_path)}")
