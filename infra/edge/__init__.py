"""CloudFront and what belongs to it, in the region that CloudFront reads from."""
