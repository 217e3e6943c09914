"""What the bucket's own scanner says of a version: the tag of GuardDuty Malware Protection for S3.

https://docs.aws.amazon.com/guardduty/latest/ug/monitoring-malware-protection-s3-scans-gdu.html
"""

from enum import StrEnum

SCAN_TAG = "GuardDutyMalwareScanStatus"


class Verdict(StrEnum):
    """The values of the tag."""

    CLEAN = "NO_THREATS_FOUND"
    INFECTED = "THREATS_FOUND"
    # It could not look inside: a password, archives within archives.
    CLOSED = "UNSUPPORTED"
    # Its role or its service is at fault, not the file: an operator has it scanned again.
    DENIED = "ACCESS_DENIED"
    FAILED = "FAILED"
