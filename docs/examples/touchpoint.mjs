// A touchpoint from Node.js, with nothing but what it brings. MOMENTS is the address of the API, KEY a write key.
const { MOMENTS, KEY } = process.env;

async function send(touchpoint, tries = 3) {
  const answer = await fetch(`${MOMENTS}/v1/touchpoints`, {
    method: "POST",
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
    body: JSON.stringify(touchpoint),
  });
  // With an `id`, sending the same again is harmless.
  if ((answer.status === 429 || answer.status >= 500) && tries > 1) {
    const wait = Number(answer.headers.get("retry-after") ?? 1);
    await new Promise((done) => setTimeout(done, wait * 1000));
    return send(touchpoint, tries - 1);
  }
  const body = await answer.json();
  if (!answer.ok) throw new Error(`${body.title}: ${body.detail ?? ""}`);
  return body.results[0];
}

console.log(JSON.stringify(await send({
  id: "order-1002", customer_id: "ben", touchpoint_type: "delivery", rating: { csat: 4 },
})));
