# What Shopify sends when an order is paid, to try [senders.shopify] before the shop does. SECRET is the secret in the configuration.
body='{"id": 5001, "name": "#1001", "currency": "EUR", "total_price": "59.90", "created_at": "2026-11-28T09:00:00Z",
  "customer": {"id": 42, "email": "ana@example.com"}, "source_name": "web"}'
signature=$(printf %s "$body" | openssl dgst -sha256 -hmac "$SECRET" -binary | base64)
curl --silent --show-error --fail-with-body "$MOMENTS/v1/senders/shopify" \
  --header 'Content-Type: application/json' --header 'X-Shopify-Topic: orders/paid' \
  --header 'X-Shopify-Event-Id: evt-1001' --header "X-Shopify-Hmac-Sha256: $signature" --data "$body"
