"""A device's client as there are some in the field: requests, a bearer token, JSON, 30 s timeout, three attempts. Knows nothing of idempotency keys."""
import json
import os
import sys
import time

import requests


class AnomalyClient:
    def __init__(self, base_url, bearer_token):
        self.url = base_url.rstrip("/") + "/edge/anomalies"
        self.session = requests.Session()
        self.session.headers.update({"Authorization": f"Bearer {bearer_token}", "Content-Type": "application/json"})

    def _call(self, method, **arguments):
        for attempt in range(3):
            try:
                response = self.session.request(method, self.url, timeout=30, **arguments)
                if response.status_code < 500:
                    response.raise_for_status()
                    return response.json()
            except (requests.ConnectionError, requests.Timeout):
                if attempt == 2:
                    raise
            time.sleep(2 ** attempt)
        response.raise_for_status()

    def submit(self, anomaly):
        return self._call("POST", json=anomaly)

    def query(self, **filters):
        return self._call("GET", params=filters)


def anomaly(timestamp, flow):
    return {
        "sourceType": "log",
        "description": f"Flow exceeded {flow:.1f}% (threshold: 10.0%)",
        "siteId": 35482,
        "pumpId": 1,
        "sensorId": 101,
        "timestamp": timestamp,
        "logValue": 500 + 5 * flow,
        "additionalContext": {
            "status": "Warning",
            "tolerance_category": "1U",
            "all_deviations": {"flow": flow, "head": 3.2, "power": 8.5, "efficiency": -1.2},
            "baseline_values": {"flow": 500.0, "head": 150.0, "power": 75.0, "efficiency": 85.5},
            "current_values": {"flow": 500 + 5 * flow, "head": 154.8, "power": 81.4, "efficiency": 84.5},
        },
        "metadata": {"modelName": "pump-anomaly-detector", "modelVersion": "1.0.0", "confidence": 0.87, "prediction_rul_days": 12.5, "framework": "sklearn"},
    }


if __name__ == "__main__":
    client = AnomalyClient(sys.argv[1], os.environ["ANOMALY_API_TOKEN"])
    sent = [anomaly(f"2024-11-18T{hour}:32:00Z", flow) for hour, flow in ((14, 15.0), (15, 12.5), (16, 11.0))]
    stored = [client.submit(one) for one in sent]
    # As after an answer that was lost.
    again = client.submit(sent[1])
    page = client.query(siteId=35482, pumpId=1, startDate="2024-11-18T15:00:00Z", page=1, pageSize=25, sortDirection="desc")
    try:
        AnomalyClient(sys.argv[1], "not-a-token").submit(sent[0])
        refused = None
    except requests.HTTPError as e:
        refused = e.response.status_code
    json.dump({"sent": sent, "stored": stored, "again": again, "page": page, "refused": refused}, sys.stdout)
