# A touchpoint from a shell. MOMENTS is the address of the API, KEY a write key.
curl --silent --show-error --fail-with-body "$MOMENTS/v1/touchpoints" \
  --header "Authorization: Bearer $KEY" --header 'Content-Type: application/json' \
  --retry 3 --data '{
    "id": "order-1001", "customer_id": "ana", "touchpoint_type": "delivery",
    "rating": {"csat": 2}, "comment": "It came a day late."}'
