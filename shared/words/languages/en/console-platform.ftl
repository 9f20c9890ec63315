## The console: sign-in

console-nav-today = Today
console-nav-cases = Cases
console-nav-customers = Customers
console-nav-reports = Reports
console-nav-set-up = Set-up
console-nav-playground = Playground
console-nav-label = Main
console-skip = Skip to content
console-sign-out = Sign out
console-sign-in = Sign in
console-sign-as = Continue as { $name }
console-sign-local = This machine only: no password, no e-mail.
console-sign-email = E-mail address
console-sign-send = Send me a link
console-sign-sent-title = Check your e-mail
console-sign-sent = If this address may sign in, a link arrives within two minutes. It works once, for 15 minutes, in this browser.
console-sign-again = Use another address
console-sign-link-title = Sign in to Moments
console-sign-link-text = Press the button to finish. The link then stops working.
console-sign-link-wrong = This link does not work here. Open it in the browser where you asked for it, or ask for a new one.
console-sign-failed = You could not be signed in. Please try again.
console-sign-too-many = Too many attempts. Please wait a quarter of an hour.
console-sign-none = Nobody can sign in yet. An admin adds people and a way to sign in to the configuration.
console-error-missing-title = Page not found
console-error-missing = There is nothing at this address. It may have moved, or the address has a typing error.
console-error-forbidden-title = You can't do this
console-error-forbidden = Your role does not allow it. Ask an admin.
console-error-expired-title = This page is too old
console-error-expired = Nothing was changed. Go back, reload the page and try again.
console-error-failed-title = Something went wrong
console-error-failed = This is our fault, not yours. Please try again in a moment.
console-error-unavailable = The data cannot be reached right now. Please try again in a moment.
console-error-home = Back to Today

## The letter with which a person signs in, and the test of a channel

message-sign-in = Sign in to Moments
message-sign-in-text = Open this link in the browser where you asked for it. It works once, for 15 minutes.
message-sign-in-link = Sign in
message-sign-in-hint = You didn't ask for it? Then ignore this mail: nobody can use it without your browser.
message-test = Test from Moments
message-test-text = { $name } sent this test. Messages to this channel arrive.
