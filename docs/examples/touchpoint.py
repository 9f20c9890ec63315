"""Touchpoints from Python with requests. MOMENTS is the address of the API, KEY a write key."""

import os

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

# With an `id`, sending the same again is harmless.
retry = Retry(total=3, backoff_factor=1, status_forcelist=[429, 500, 502, 503], allowed_methods=["POST"])
moments = requests.Session()
moments.mount(os.environ["MOMENTS"], HTTPAdapter(max_retries=retry))
moments.headers["Authorization"] = f"Bearer {os.environ['KEY']}"

# One, or up to 100 at once.
touchpoints = [
    {"id": "order-1003", "customer_id": "eva", "touchpoint_type": "purchase"},
    {"id": "order-1003-help", "customer_id": "eva", "touchpoint_type": "support_contact", "rating": {"ces": 2}},
]
answer = moments.post(f"{os.environ['MOMENTS']}/v1/touchpoints", json=touchpoints, timeout=10)
answer.raise_for_status()
for result in answer.json()["results"]:
    print(result["id"], result["status"])
