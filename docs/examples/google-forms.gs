// Google Forms has no webhooks: this script of the form sends each response. In the form: Apps Script, paste it, fill in both
// constants, and add a trigger for onSubmit, "on form submit".
const MOMENTS = "https://moments.example.com/v1/senders/google-forms";
const SECRET = "the secret of [senders.google-forms]";

function onSubmit(event) {
  const answers = {};
  event.response.getItemResponses().forEach((item) => {
    answers[item.getItem().getTitle()] = item.getResponse();
  });
  const body = {
    formId: event.source.getId(),
    responseId: event.response.getId(),
    submittedAt: event.response.getTimestamp().toISOString(),
    respondentEmail: event.response.getRespondentEmail(),
    answers,
  };
  const answer = UrlFetchApp.fetch(MOMENTS, {
    method: "post",
    contentType: "application/json",
    headers: { Authorization: "Bearer " + SECRET },
    payload: JSON.stringify(body),
    muteHttpExceptions: true,
  });
  // Apps Script sends a mail to the owner of the form about what is thrown.
  if (answer.getResponseCode() >= 300) throw new Error(answer.getContentText());
}
