# Every sentence that a person reads, in English: the language that decides which messages there are and what their
# arguments are. Written in Fluent (https://projectfluent.org). One message is one function: `report-too-few` is
# `Language::report_too_few`. A message with entries (`.name`) is a dictionary that is looked up by name.
# `docs/glossary.md` says which word means what.

-language = English

## Numbers, durations and dates

number-decimal-mark = {"."}
number-group-mark = ,
number-group-from = 4
percentage = { $number }%
ordinal = { NUMBER($place, type: "ordinal") ->
         [one] { $place }st
         [two] { $place }nd
         [few] { $place }rd
        *[other] { $place }th
    }
duration-seconds = { $count ->
         [one] { $count } second
        *[other] { $count } seconds
    }
duration-minutes = { $count ->
         [one] { $count } minute
        *[other] { $count } minutes
    }
duration-hours = { $count ->
         [one] { $count } hour
        *[other] { $count } hours
    }
duration-days = { $count ->
         [one] { $count } day
        *[other] { $count } days
    }
ago = { $duration } ago
list = { $sound ->
        *[other] { $names } and { $last }
    }
month =
    .january = January
    .february = February
    .march = March
    .april = April
    .may = May
    .june = June
    .july = July
    .august = August
    .september = September
    .october = October
    .november = November
    .december = December
month-short =
    .january = Jan
    .february = Feb
    .march = Mar
    .april = Apr
    .may = May
    .june = Jun
    .july = Jul
    .august = Aug
    .september = Sep
    .october = Oct
    .november = Nov
    .december = Dec
weekday =
    .monday = Monday
    .tuesday = Tuesday
    .wednesday = Wednesday
    .thursday = Thursday
    .friday = Friday
    .saturday = Saturday
    .sunday = Sunday
weekday-short =
    .monday = Mon
    .tuesday = Tue
    .wednesday = Wed
    .thursday = Thu
    .friday = Fri
    .saturday = Sat
    .sunday = Sun
date-long = { $weekday } { $day } { $month } { $year }
date-of-month = { $month } { $year }
date-of-day = { $day } { $month }
date-of-day-and-year = { $day } { $month } { $year }
date-span-of-month = { $first }–{ $last }
date-span = { $first } – { $last }
date-short = { $weekday } { $day } { $month }
date-short-and-year = { $weekday } { $day } { $month } { $year }
date-and-time = { $date }, { $time } ({ $zone })
period-week = Week { $week } of { $year } ({ $days })
period-quarter = Quarter { $quarter } of { $year }

## Words that many places share

quoted = “{ $words }”
yes = yes
no = no
of = { $count } of { $of }
from-to = { $low } to { $high }
customer-named = Customer { $customer }
case-named = Case { $case }
severity-of-five = { $severity } of 5
unassigned = Unassigned

## The judgement: stages, outcomes, ratings

stage-zero = Research (zero)
stage-first = Encounter (first)
stage-second = Use (second)
stage-ultimate = Sharing (ultimate)
outcome-misery = bad experience
outcome-average = average
outcome-magic = magic
outcome-unknown = unknown
method-correction = a person
method-explicit = the sender
method-rating = the rating
method-gap = what was promised and what was received
method-operational = timing and resolution
method-text = the customer's words
verdict-good = better than expected
verdict-okay = as expected
verdict-bad = worse than expected
rating =
    .csat = satisfaction
    .ces = ease
    .stars = stars
    .nps = likelihood to recommend
    .verdict = verdict
dimension-listened = being listened to
dimension-options = being given options
dimension-accompanied = being accompanied
dimension-empathy = empathy
dimension-transparency = transparency
dimension-communication = clear communication
promise-open = open
promise-kept = kept
promise-exceeded = exceeded
promise-broken = broken
promise-expired = expired
facet-due-at = promised time
clause-first-contact = First recorded contact with your service
clause-first-exchange = First time the customer got what they bought
clause-broken-promise = A promise was clearly broken
clause-importance = This type of contact matters a lot
clause-repeat = This customer had another problem recently
clause-public = Other people could see it

## Reasons of a judgement

reason-stage-sent = The sender named the stage
reason-stage-by-type = This type of contact belongs to this stage
reason-stage-before-purchase = It happened before any purchase
reason-stage-after-purchase = It happened after a purchase
reason-stage-about = It belongs to the stage of the moment that it is about
reason-stage-by-channel = This type is not in the catalogue, so the stage comes from the channel ({ $channel }) and the journey so far
reason-stage-by-words = This type is not in the catalogue, so the stage comes from the customer's words ({ $percent } sure)
reason-asks-for-help = The customer asks for help and does not give an opinion ({ $percent } sure)
reason-stage-by-journey = This type is not in the catalogue, so the stage comes from the journey so far
reason-explicit = The sender said how it ended
reason-csat = Satisfaction: { $given } of 5
reason-stars = Stars: { $given } of 5
reason-ces = Ease: { $given } of 7
reason-verdict = The customer said: { $verdict }
reason-nps = Likelihood to recommend after this moment: { $given } of 10
reason-rated-on = Rated on the sender's own scale: { $rating } { $given } of { $highest }
reason-rated-on-reversed = Rated on the sender's own scale: { $rating } { $given } of { $highest }; a low number is good
reason-off-scale = Rating ignored: outside the sender's scale ({ $rating })
reason-dimension = Low rating for { $dimension }: { $given } of 5
reason-gap = { $way ->
         [less] Less than promised, all in all ({ $gap }, from −1 to +1)
         [more] More than promised, all in all ({ $gap }, from −1 to +1)
        *[same] As promised, all in all
    }
reason-facet-missed = Less than promised: { $facet } ({ $gap })
reason-facet-kept = As promised: { $facet }
reason-facet-exceeded = More than promised: { $facet } ({ $gap })
reason-extra = Not promised, but given: { $facet }
reason-facets-unreported = { $count ->
         [one] Result of { $count } promise unknown
        *[other] Result of { $count } promises unknown
    }
reason-facets-not-comparable = { $count ->
         [one] { $count } promise could not be compared with what was received
        *[other] { $count } promises could not be compared with what was received
    }
reason-on-time = On time
reason-late = { $by } late (up to { $tolerated } is tolerated)
reason-early = { $by } early, and earlier is better here
reason-late-tolerated = { $by } late, which is still tolerated (up to { $tolerated })
reason-unresolved = The problem was not solved
reason-resolved-by-customer = The customer said that it was solved
reason-reopened = { $count ->
         [one] Reopened once (tolerated: { $tolerated })
        *[other] Reopened { $count } times (tolerated: { $tolerated })
    }
reason-reopened-tolerated = { $count ->
         [one] Reopened once, which is still tolerated (up to { $tolerated })
        *[other] Reopened { $count } times, which is still tolerated (up to { $tolerated })
    }
reason-not-reopened = Not reopened
reason-abandoned = The customer gave up
reason-completed = The customer completed it
reason-acknowledged = First response after { $after } (target: { $target })
reason-slow-acknowledgement = Slow first response: { $after } (target: { $target })
reason-greeted = Greeted by a person after { $after } (target: { $target })
reason-slow-greeting = Slow greeting by a person: { $after } (target: { $target })
reason-complaint = The customer complained
reason-transferred = { $count ->
         [one] Transferred once ({ $limit } or more is too many)
        *[other] Transferred { $count } times ({ $limit } or more is too many)
    }
reason-few-transfers = { $count ->
         [one] Transferred once (a problem from { $limit } on)
        *[other] Transferred { $count } times (a problem from { $limit } on)
    }
reason-promise-overdue = The customer had to ask for something that was { $by } overdue (up to { $tolerated } is tolerated)
reason-laborious = A problem in itself: { $kind }
reason-read = Judged by the customer's words: { $outcome } ({ $percent } sure)
reason-words-unclear = The customer's words do not say how it ended
reason-words-ask = The customer only asked a question
reason-also = Not everything agrees. Judged by { $method }: { $outcome }
reason-also-rated = Another rating says the opposite: { $rating }, { $given }
reason-nps-only = The customer only rated how likely they are to recommend you: that rates the relationship, not this moment
reason-nothing-said = No rating or result yet
reason-journey-too-long = The journey is too long, so this was judged on its own
reason-earlier-summarized = Long journey: judged by the latest contacts and a summary of the { $count } earlier ones
reason-first-on-record = First recorded contact with your service
reason-known-since = Already a customer before the first recorded contact
reason-about-missing = The contact that it is about has not arrived yet
reason-claimed = Not verified: nothing proves that this customer sent it
reason-claims-flood = No alert: more than { $count } unverified messages named this customer that day, all sent with the same key
reason-history = No alert: imported as history
reason-corrected = A person says: { $outcome }
reason-corrected-somehow = A person corrected how it ended
reason-ruled = Without the correction, judged by { $method }: { $outcome }
reason-ruled-nothing = No rule said how it ended
reason-blamed = A person names the cause: { $cause }
reason-set-aside-spam = A person says: spam, a test or a bot; not counted
reason-set-aside-duplicate = A person says: this is the same as another contact; not counted
reason-set-aside-other = A person says: this happened to another customer
reason-set-aside-somehow = A person says that it is not this customer's experience
reason-taken-back = A person took a correction back
reason-rating-doubtful = The rating and the words contradict each other, so the rating alone does not make it critical
reason-silent-friction = { $count } problems of { $kinds } types in two weeks, and no complaint
reason-silent-broken-promise = A promise was broken recently, and the customer did not complain
reason-silent-expired-promise = A promised time passed recently, with no result and no complaint
reason-echo = Same problem as an earlier moment, not a new one
reason-promise-expired = The promised time passed and nobody reported it done ({ $tolerated } is tolerated)
reason-done-in-time = Done in time, only reported later
reason-promise-cancelled = The order was already cancelled by then
reason-promise-moved = Another time was already promised by then
weight-clause = { $clause } { $points }
weight-repeat = { $count } failures lately { $points }
weight-waiting = Still waiting, { $by } past the promised time { $points }
weight-promised = Promised { $since } ago { $points }
weight-late = { $by } late { $points }
weight-came = It came late, but it came { $points }
weight-words = The words are clear ({ $percent } sure) { $points }
weight-score = Worst rating { $points }
weight-decisive = Decisive for this customer { $points }
weight-many = Many failures lately: { $count } { $points }
weight-told = The customer told us { $count } times { $points }
weight-silent = The customer has not said anything yet { $points }
weight-value = High value at risk { $points }

## Cases

case-open = open
case-acknowledged = acknowledged
case-contacted = customer contacted
case-resolved = resolved
case-verified = verified by the customer
case-lost = lost
overdue-acknowledge = Overdue: nobody has taken this case
overdue-contact = Overdue: nobody has contacted the customer
overdue-resolve = Overdue: this case is not resolved
action-acknowledge = I'll take it
action-contact = Customer contacted
action-resolve = Resolve
action-show = Open the case
action-lose = Mark as lost
action-assign = Hand over
happened =
    .opened = opened
    .joined = another problem of the same customer
    .reopened = reopened
    .acknowledged = taken
    .assigned = handed over
    .contacted = customer contacted
    .resolved = resolved
    .verified = verified by the customer's next rating
    .lost = customer lost
    .escalated = escalated
    .undone = undone
medium =
    .phone = by phone
    .email = by email
    .chat = by chat
    .in_person = in person
    .letter = by letter
    .other = another way
no-case =
    .history = No case: imported as history
    .claims = No case: more unverified messages than the limit for alerts
    .old = No case: it was already too old for an alert when Moments judged it
transition-opened = New case
transition-joined = Another problem in an open case
transition-reopened = Case reopened

## Messages to the team's channels

gathered = { $count ->
         [one] { $count } new case in { $duration }
        *[other] { $count } new cases in { $duration }
    }
gathered-overdue = { $count ->
         [one] { $count } case is overdue
        *[other] { $count } cases are overdue
    }
message-stage = Stage
message-touchpoint = Type of contact
message-list =
    { $count ->
        [one] { $count } case for today's list
       *[other] { $count } cases for today's list
    }
message-list-mild = Their severity is below { $from }, so they waited for the list. Each has its own case.
message-list-capacity = The team already had its { $cases } cases for the day, so these waited for the list. Each has its own case.
message-list-silenced = Alerts about these cases were silenced: { $reason } ({ $by }). Each has its own case.
message-closed = Case closed automatically: no promise was broken
message-closed-in-time = Case closed automatically: the promise was kept in time and only reported late
message-closed-cancelled = Case closed automatically: the order was already cancelled by then
message-closed-corrected = Case closed: a person corrected the judgement
message-closed-moved = Case closed automatically: another time was already promised by then
message-closed-about = Case closed automatically: { $about } · no promise was broken
message-taken = { $name } is on it
message-taken-about = { $name } is on it: { $about }
message-undone = { $name } undid the last action: the case is back to “{ $state }”
message-undone-about = { $name } undid the last action: { $about } is back to “{ $state }”
message-when = When
message-severity = Severity
message-value = Value at risk
message-channel = Channel
message-state = State
message-owner = Owner
message-actor = By
message-due = Was due
message-opened = Opened
message-critical = Why it is critical
message-judged = How it was judged
message-promised = Promised and received
message-before = Earlier contacts
message-not-verified = not verified
message-place-in-journey = { $place } in the journey
message-deciding-words = Deciding words
message-promise-ends = A promise is due soon
message-promised-by = Promised by
message-promise = Promise
message-promise-hint = You can still keep it. If nobody reports by then that it was kept, a case opens.
message-promise-promised = promised
message-promise-received = received
message-promise-unknown = result unknown
message-time-before = { $duration } before
message-grouped = Grouped into one message. Each has its own case.
message-grouped-overdue = Grouped into one message.
message-first = First
message-last = Last
message-kinds = Types of contact
message-other-kinds = { NUMBER($count) } × other types
message-worst = Most severe
message-open-queue = Open the queue
message-report = Report { $period }
message-open-report = Open the report
message-channel-disabled = Channel { $channel } is switched off
message-channel-disabled-why = Its address answers that it no longer exists (410). Nothing more is sent there.
message-channel-dead = Moments stopped trying to send a message to channel { $channel }
message-channel-dead-why = The message failed too often. It is kept, and you can send it again. There may be more: this notice comes once a day.
message-shortened = … shortened: it was too long
message-open-in-app = Moments has a message for your team. Open it in an app that shows cards.

## Pages about cases

case-title = Case { $case }
case-customer = customer { $customer }
case-of = Case { $case } · customer { $customer }
case-next-step = Due
case-due-acknowledge = Take by { $time }
case-due-contact = Contact the customer by { $time }
case-due-resolve = Resolve by { $time }
case-silenced = No alert until { $until }: { $reason } ({ $by })
case-your-name = Your name
case-how = How
case-said = What was said
case-new-owner = New owner
case-note = Note
case-cause = Cause
case-choose = Choose one
case-likely = Likely
case-others = All others
case-done = What was done
case-gesture = Gesture, if any
case-gesture-example = a free dessert
case-cost = Cost
case-currency = Currency
case-resolved-button = Resolved
case-what-happened = What happened
case-history = History
case-missing = Open the case from a newer message or from the queue.
case-page = Case
case-touchpoint = contact
case-is-of = { $who } has this case. State: { $state }.
case-is = State of this case: { $state }.
link-used = This link was already used. It works once.
link-expired = This link has expired
link-wrong = This link does not work
link-failed = That did not work; try again
link-report-expired = The link to the report on { $period } has expired.
reports-first = From
reports-last = To
reports-pick = Show the report
reports-missing = The numbers are still there. Open the report with a read key, or ask the person who sent you the link.
queue-title = Open cases
queue-empty = No open cases.
queue-order = Most severe first.
queue-more = There are more cases than this page shows.

## Pages for visitors

form-error-title = The form could not be sent
form-error-what-to-do = Nothing was saved. Please go back, correct this, and send it again.
thanks-title = Thank you
thanks-text = We received your message. You can close this page.
underway-title = Preparing the report
underway-text = { NUMBER($ready) } of { NUMBER($days) } days are ready. This page reloads by itself.
reports-title = Reports
reports-open = in progress
reports-weeks = Weeks
reports-months = Months
reports-days = Days
reports-quarters = Quarters
reports-years = Years

## What is wrong with a field

complaint-missing = is missing
complaint-empty = is empty
complaint-too-long = is longer than { $limit } characters
complaint-cut = is longer than { $limit } characters and was cut there
complaint-nobody = names nobody
complaint-clock-ahead = the sender's clock is { $seconds } s ahead; its times were corrected
complaint-misspelt = unknown field; did you mean { $field }? Put your own fields under { $own }
complaint-twice-as = is sent twice, also as { $field }, with different values
complaint-twice = is sent twice
complaint-whole-and-parts = is sent both whole and in parts
complaint-unknown-field = unknown field
complaint-unknown-field-of-touchpoint = unknown field; put your own fields under { $field }
complaint-not-text = must be a text
complaint-not-object = must be an object
complaint-not-flag = must be true or false
complaint-not-one-of = must be one of { $values }
complaint-not-whole = must be a whole number from { $low } to { $high }
complaint-not-number = must be a number from { $low } to { $high }
complaint-not-facet = must be a number, a word of at most { $limit } characters, true or false
complaint-not-time = must be an RFC 3339 time with an offset, such as { $example }
complaint-not-name = must be a name of letters a-z, digits and _, starting with a letter
complaint-not-snake-case = must be in snake_case: a-z, 0-9 and _, starting with a letter
complaint-not-language = must be a language tag, such as { $example }
complaint-not-address = must be an absolute http or https address
complaint-not-currency = must be an ISO 4217 code, such as { $example }
complaint-name-length = must have a name of { $low } to { $high } characters
complaint-names-length = must have names of { $low } to { $high } characters
complaint-no-staff = must name an id or a team
complaint-many-facets = has more than { $limit } facets
complaint-many-entries-at-one-level = has more than { $limit } entries at one level
complaint-many-entries = has more than { $limit } entries
complaint-too-deep = is nested deeper than { $limit } levels
complaint-number-out-of-range = is a number too large or too small to store
complaint-too-small = is too small to store
complaint-future-minutes = is more than { $limit } minutes in the future
complaint-future-years = is more than { $limit } years in the future
complaint-past-hours = is more than { $limit } hours in the past
complaint-before-year = is before the year { $year }
complaint-more = and { NUMBER($count) } more
complaint-needs-secret = needs a secret write key
complaint-too-large = the touchpoint is larger than { $limit } bytes
complaint-not-touchpoint = a touchpoint must be an object
complaint-cannot-be-stored = contains a value that cannot be stored
complaint-not-json = cannot be stored as JSON

## Names of touchpoint types and channels

touchpoint-type =
    .search = search
    .comparison = comparison
    .ad_click = ad click
    .review_read = review read
    .recommendation_heard = recommendation heard
    .site_visit = website visit
    .store_visit = store visit
    .location_visit = visit to your place
    .sign_up = sign-up
    .quote = quote
    .demo = demo
    .greeting = greeting
    .support_contact = contact with support
    .purchase = purchase
    .delivery = delivery
    .onboarding = onboarding
    .product_use = product use
    .billing = billing
    .complaint = complaint
    .return = return
    .follow_up = follow-up
    .survey = survey
    .review = review
    .social_post = social post
    .referral = referral
    .content_seen = content seen
    .newsletter_read = newsletter read
    .brochure_read = brochure read
    .price_check = price check
    .availability_check = availability check
    .directions_lookup = directions looked up
    .app_install = app installation
    .self_service = self-service
    .page_error = page error
    .form_error = form error
    .form_abandoned = abandoned form
    .cart_abandoned = abandoned cart
    .login_failed = failed sign-in
    .app_crash = app crash
    .fitting = try-on
    .out_of_stock = out of stock
    .queue_left = left the queue
    .store_closed = store found closed
    .trial = trial
    .appointment = appointment
    .appointment_missed = appointment that we missed
    .phone_call = phone call
    .callback = callback
    .chat_session = chat
    .sms_exchange = SMS conversation
    .email_exchange = email conversation
    .social_message = message on social media
    .letter_exchange = letter
    .call_dropped = dropped call
    .bot_loop = no way past the bot
    .message_unanswered = unanswered message
    .asked_again = had to repeat the request
    .handover = warm handover
    .gesture = gesture
    .staff_observation = observed by staff
    .renewal = renewal
    .order_change = order change
    .pickup = pick-up
    .installation = installation
    .delivery_delayed = delayed delivery
    .promise_expired = promise expired
    .delivery_missed = missed delivery
    .outage = outage
    .repair = repair
    .cancellation = cancellation
    .payment_failed = failed payment
    .refund = refund
    .price_change = price change
    .testimonial = testimonial
    .identify = identification
channel =
    .web = web
    .store = store
    .phone = phone
    .chat = chat
    .sms = SMS
    .email = email
    .social = social media
    .app = app
    .post = post
    .delivery = delivery
    .billing = billing
    .search = search
    .ad = advertisement
    .review_site = review site

## Reports: numbers and comparisons

report-too-few = too few
report-not-measurable = not measurable
report-read-as = { $counts }, read from words
report-too-few-answers = too few
report-likely = likely { $range }
report-count-and-percent = { $counts } ({ $percent })
report-count-and-likely = { $counts } ({ $percent }, likely { $range })
report-points = { $points } points
report-rose = went up
report-fell = went down
report-could-be-chance = may be chance
report-too-few-to-compare = too few to compare
report-customers = { $count ->
         [one] { $count } customer
        *[other] { $count } customers
    }
report-moments = { $count ->
         [one] { $count } moment
        *[other] { $count } moments
    }
report-critical-count = { $count } critical
report-before = before: { $before }
report-now-and-before = { $now } (before: { $before })
report-about = about { $count }
report-voice-unsolicited = not asked
report-voice-solicited = asked
report-voice-staff = observed by staff
report-channel-not-named = Not named
report-other-channels = Other channels
report-other-kinds = other types
report-all-customers = All customers
report-broken-promises = Broken promises
report-facet-due = the promised time
report-happened =
    .opened = opened
    .joined = with another problem
    .escalated = escalated
    .reopened = reopened
    .acknowledged = taken
    .contacted = customer contacted
    .resolved = resolved
    .verified = verified by the next rating
    .lost = customer lost
report-scale-csat = CSAT
report-scale-ces = CES
report-scale-nps = NPS
report-scale-stars = Stars
report-scale-verdict = Good, okay, bad
report-scale-of-five = share of 4 and 5 out of 5
report-scale-of-seven = share of 5 to 7 out of 7; 7 is easy
report-scale-of-nps = promoters (9–10) minus detractors (0–6)
report-scale-of-verdict = share of “good”

## Reports: the verdict and the notes

report-verdict-no-moments = No moments in this period.
report-verdict-nothing-before = Nothing to compare with yet: the previous period has no moments.
report-verdict-too-few = Too few customers with a known outcome to compare with the previous period.
report-verdict-short = Customers with a bad experience: { $rate }. It takes eight weeks to learn what is normal.
report-verdict-worse = Worse. { $now } had a bad experience, { $before } in the previous period.
report-verdict-better = Better. { $now } had a bad experience, { $before } in the previous period.
report-verdict-same = No clear change. { $now } had a bad experience, { $before } in the previous period; this may be chance.
report-verdict-same-overall = No clear change overall. { $now } had a bad experience, { $before } in the previous period; this may be chance.
report-verdict-kinds-worse = { $kinds } got worse.
report-verdict-kinds-better = { $kinds } got better.
report-verdict-asked-worse = Survey answers got worse: { $now } had a bad experience, { $before } before.
report-verdict-asked-better = Survey answers got better: { $now } had a bad experience, { $before } before.
report-of-customers = { $count } of { $of } customers ({ $percent })
report-of-customers-asked = { $count } of { $of } customers asked ({ $percent })
report-coverage = { $moments } of { $customers }; outcome known for { $judged }
report-note-day-open = The day is not over; the numbers will change
report-note-period-open = The period is not over (day { $begun } of { $days }); the numbers will change
report-note-judged-again = Moments were judged again after this report was sent on { $day }; these numbers are current
report-note-came-late = { $moments } arrived after this report was sent on { $day }; these numbers include them
report-note-no-data = No data on { $days }
report-note-no-data-days = { $count ->
         [one] { $count } day without data, the first on { $first }
        *[other] { $count } days without data, the first on { $first }
    }
report-note-corrected = { $moments ->
        [one] { $moments } moment corrected by people
       *[other] { $moments } moments corrected by people
    }; these numbers include the corrections
report-note-corrected-and-void = { $moments ->
        [one] { $moments } moment corrected by people
       *[other] { $moments } moments corrected by people
    }; of these, left out as spam or duplicates: { $void }
report-note-nothing-before = The previous period has no moments, so nothing is compared
report-note-gaps-before = The previous period has no data on { $days } of its { $of } days; the comparison uses the other days
report-note-silent = “{ $source }” stopped sending: nothing in this period, { $before } in the previous period
report-note-silent-since = “{ $source }” stopped sending: nothing since { $day } ({ $duration }), { $before } on the same days of the previous period
report-note-sampled = Some shares are based on a random sample of at least { $percent } of customers
report-note-rare-kinds = The rarest touchpoint types are counted together: { $moments }

## Reports: notice to the channels

report-notice-cases = Cases: { $cases }.
report-notice-open = { $count } open now
report-overdue-none = No case is overdue.
report-overdue = { $count ->
         [one] { $count } case is overdue.
        *[other] { $count } cases are overdue.
    }
report-overdue-worth = { $count ->
         [one] { $count } case is overdue.
        *[other] { $count } cases are overdue.
    } Value at risk: { $value }.

## Reports: monitoring

monitoring-plurals =
    .billing = bills
    .complaint = complaints
    .delivery = deliveries
    .demo = demos
    .follow_up = follow-ups
    .greeting = greetings
    .product_use = uses of the product
    .purchase = purchases
    .quote = quotes
    .return = returns
    .review = reviews
    .sign_up = sign-ups
    .site_visit = website visits
    .social_post = social posts
    .store_visit = store visits
    .support_contact = contacts with support
    .survey = survey answers
monitoring-kind = moments of type { $name }
monitoring-late = { $share } of { $what } were late ({ $counts })
monitoring-arrived = { $share } of { $what } that came were late ({ $counts })
monitoring-bad = { $share } of { $what } were a bad experience ({ $counts })
monitoring-asked = { $share } of { $what } were a bad experience when we asked ({ $counts })
monitoring-promise = { $share } of promises about { $what } were not kept ({ $counts })
monitoring-counts = { $bad } of { $of }
monitoring-up = up from a normal { $range }
monitoring-down = down from a normal { $range }
monitoring-back = back inside the normal { $range }
monitoring-too-few = outside its normal range since the week of { $day }; this is too few to say whether that goes on
monitoring-normal = normal is { $range }
monitoring-outside = just outside the normal { $range }; in a single week this may be chance
monitoring-since = since the week of { $day }
monitoring-seasonal = may be seasonal
monitoring-season = season: { $name }
monitoring-missed = target of { $target } missed since the week of { $day }
monitoring-above = above the target of { $target }
monitoring-above-perhaps = above the target of { $target }; this may be chance
monitoring-kept = target of { $target } kept
monitoring-calm = Nothing has left its normal range. { $level }
monitoring-unclear = No clear change. { $level }
monitoring-so-far = So far this week: { $level }
monitoring-more = { $number } more below.
monitoring-evidence = Since then: { $counts } ({ $share }). Before: { $before }.
monitoring-title = Week by week
monitoring-how = how a change is found
monitoring-others = Everything else that we watch ({ $number })
monitoring-moments = see the moments
monitoring-scale = 0 to { $top }
monitoring-why = The band is where 19 of 20 weeks normally lie, learnt from the weeks before. The dashed line is the target. A change is reported only if it is very unlikely to be chance: on average, half a false alarm a year in everything that we watch. Weeks known: { $number }.

## Reports: the headline and the cards

plain-nothing = Nothing came in.
plain-unknown = Nobody said how it went.
plain-nobody = No customer was unhappy.
plain-few = { $count ->
         [one] { $count } of { $of } customers was unhappy.
        *[other] { $count } of { $of } customers were unhappy.
    }
plain-late-more = More { $what } were late than usual.
plain-late-fewer = Fewer { $what } were late than usual.
plain-late-missed = Too many { $what } were late.
plain-promise-more = More promises about { $what } were broken than usual.
plain-promise-fewer = Fewer promises about { $what } were broken than usual.
plain-promise-missed = Too many promises about { $what } were broken.
plain-bad-more = More customers than usual were unhappy with { $what }.
plain-bad-fewer = Fewer customers than usual were unhappy with { $what }.
plain-bad-missed = Too many customers were unhappy with { $what }.
plain-back = Back to normal: { $what }.
plain-calm = Nothing unusual happened.
plain-unclear = Nothing has clearly changed.
plain-perhaps = { $sentence } This may be chance.
plain-so-far = So far: { $sentence }
front-number-customers = of customers had a bad experience ({ $counts })
front-cards = What to do first
front-card-times = { $what }: late or never came
front-card-times-rate = { $rate } promised times were missed
front-card-rate = { $rate } customers had a bad experience
front-whom = For whom
front-whom-segment = Most often for { $name }: { $here }. Everybody else: { $elsewhere }.
front-whom-channel = Most often by { $name }: { $here }. Everywhere else: { $elsewhere }.
front-why = Why
front-told = { $count ->
         [one] { $count } bad review or complaint is about this
        *[other] { $count } bad reviews and complaints are about this
    }
front-stake = At stake
front-phrase = { $phrase } ({ $here }; others: { $elsewhere })
front-weeks-counted = { $count ->
         [one] this week
        *[other] last { $count } weeks
    }
front-others-say = The others say: { $phrases }.
front-writing = Ratings with a comment: bad ratings { $unhappy }, other ratings { $others }.
front-read = Comment and rating agree: { $languages }.
staff-teams-title = Causes by team
staff-teams-hint = Resolved cases and their causes, by the team that served the customer. Never by person.
staff-team = Team
staff-coach = { $cause } ({ $part }, for coaching)
staff-gestures-title = Gestures and their results
staff-given = Gesture
staff-resolved = Cases resolved
staff-cost = Cost
staff-verified = Finished cases that the customer confirmed
staff-nothing-given = Nothing
staff-advocates = { $count ->
         [one] Public praise by a customer after a failure: { $count } time.
        *[other] Public praise by a customer after a failure: { $count } times.
    }
staff-thanks = Thank-yous due
staff-thanks-hint = These customers praised you in public, and nobody has thanked them yet.
front-first = Do first
front-first-whom = Find out what is different for { $name }.
front-first-case = Resolve a case and name its cause, so that next week's report shows it.
front-first-read = Read these moments, the worst first.
front-owner = Owner
front-rows = See the moments
front-cases = Cases that need action
front-action = Planned last time
front-details = All numbers
front-linked = Bad reviews, surveys, complaints and posts that say what failed: { $part }. They count for what failed.
front-story-next = Then: { $kind }, { $outcome } ({ $day })
front-story-silent = Nothing since then.
front-stories = Who was unhappy
front-weeks = 26 weeks. The band shows where a week normally lies.
front-notes = About the data

## Reports: the first screen

report-moments-of-truth = Moments of truth
report-compared-with = Compared with { $before }
report-as-of = as of { $time }
report-tile-moments = Moments
report-tile-customers = Customers
report-tile-known = Outcome known
report-tile-asked = Asked
report-data = Data
report-data-complete = complete
report-data-gaps = gaps
report-data-sources = { $count ->
         [one] { $count } source, sending
        *[other] { $count } sources, all sending
    }
report-data-days = { $count ->
         [one] { $count } day without data
        *[other] { $count } days without data
    }
report-data-silent = { $count ->
         [one] { $count } source stopped sending
        *[other] { $count } sources stopped sending
    }
report-notes = Notes on the data
report-summary = Summary
report-fewer-than-half = The outcome is known for fewer than half. The share lies somewhere in
report-no-owner = No owner yet
report-importance = Importance
report-of-five = { $importance } of 5
report-just-overdue = just overdue
report-overdue-by = { $duration } overdue
report-waits-acknowledge = no owner yet
report-waits-contact = customer not contacted
report-waits-resolve = not resolved
report-open-cases = { $count ->
         [one] { $count } open case
        *[other] { $count } open cases
    }
report-open-cases-worth = { $count ->
         [one] { $count } open case
        *[other] { $count } open cases
    }; value at risk: { $value }
report-won-back = Won back
report-how-counted = how counted
report-recovery = Of { $failures } bad experiences that are { $days } days old, { $heard } were followed by another moment with a known outcome. Of those, average or better: { $rate }.
report-promises-broken = Broken promises
report-promises-none = No promise has a known result.
report-promises-due = Promised times missed: { $rate }
report-promises-cancelled = { $count ->
         [one] { $count } cancelled order is left out.
        *[other] { $count } cancelled orders are left out.
    }
report-promises-missed = Most often missed: { $facets }.
report-quiet = Silent unhappy customers to call
report-quiet-of = Bad experiences of { $first } – { $last }, then no word for { $days } days.
report-celebrate = A moment to celebrate
report-team = team { $team }
report-quote-who = customer { $customer }, { $day }
report-action-since = Since then, { $name }:
report-action-nothing-yet = Nothing to compare with yet.
report-action-write = Plan an action for this report
report-action-what = What
report-action-about = About
report-action-all = all customers
report-action-who = Who
report-action-save = Save
report-missed-times = Promised times missed
report-within = { $counts } within { $days }
report-half-within = { $share }; half within { $days }
report-cause-resolved-cases = { $cause } ({ $counts } resolved cases)
report-cause-words = Named most in comments: { $cause } ({ $counts } of those that name a cause)
report-cause-probably = Probably: { $cause } (no case confirms it yet)
report-cause-probably-two = Probably: { $cause } or { $other } (no case confirms it yet)
report-owner-met = { $owner } (in { $counts })
report-sign =
    .late = late
    .unresolved = not solved
    .reopened = reopened
    .abandoned = gave up
    .slow_acknowledgement = slow first response
    .slow_greeting = slow greeting
    .transferred = too many transfers
    .promise_overdue = had to ask for it
report-sign-facet = less than promised ({ $facet })
report-sign-dimension = rated low ({ $dimension })

## Reports: the details

report-by-worst = Customers by worst experience
report-no-moments = No moments.
report-where = Where in the journey
report-where-why = what the stages are
report-numbers = The numbers
report-by-stage = Moments by stage and outcome
report-column-stage = Stage
report-column-misery = Misery
report-column-average = Average
report-column-magic = Magic
report-column-unknown = Unknown
report-column-asked = Of these, asked
report-column-kind = Type
report-column-moments = Moments
report-column-critical = Critical
report-column-judged = Customers with a known outcome
report-column-day = Day
report-column-before = Before
report-column-customers = Customers
report-column-customer = Customer
report-column-when = When
report-column-outcome = Outcome
report-staff-apart = Moments observed by staff, not included: { NUMBER($count) }.
report-changes = Changes
report-changes-why = what counts as a change
report-changes-none = One of the periods has too few customers with a known outcome, so nothing is compared.
report-changes-legend = Customers with a bad experience. Thin line: the previous period. Thick bar: this period. Each with its likely range.
report-changes-others = Other comparisons, where the difference may be chance ({ NUMBER($count) })
report-changes-left-out = Comparisons left out because one side has fewer than 10 customers with a known outcome: { NUMBER($count) }.
report-delights = What delights customers
report-delights-hint = Customers whose worst moment was still magic
report-cases = Cases and critical moments
report-cases-why = what is critical
report-cases-open-now = Open now
report-cases-silenced = Silenced: { $reason } ({ $by })
report-untold =
    .history = Critical, imported as history: no case
    .claims = Critical, but more unverified messages than the limit for alerts: no case
    .old = Critical, but too old for an alert when Moments judged it: no case
report-cases-next-week = The next seven days, at this rate
report-cases-ahead = { $cases } new cases, likely { $fewest }–{ $most }. The team needs to take { $perday } a day.
report-clauses = Why moments were critical
report-clauses-hint = A moment may be critical for several reasons.
report-kinds = All touchpoint types
report-kinds-hint = “Likely” is where the true share most likely lies. “Somewhere in” is added if fewer than half have a known outcome.
report-somewhere-in = somewhere in
report-days = Day by day
report-days-highest = Moments; the highest column is { $count }
report-by-day = Moments by day and outcome
report-ratings = Ratings
report-ratings-why = how ratings are scored
report-ratings-answers = { $count ->
         [one] { $count } answer
        *[other] { $count } answers
    }
report-ratings-mean = mean { $mean }
report-ratings-by-value = Answers by value: { $values }
report-channels = Channels
report-channels-hint = Share of all moments. The upright mark shows the previous period.
report-coverage-title = What is known
report-coverage-judged = Outcome known
report-coverage-rated = With a rating
report-coverage-commented = With the customer's words
report-coverage-asked = The customer was asked
report-coverage-staff = Observed by staff
report-methods = What decided the outcome
report-why = How these numbers are made
report-other-forms = Other formats
report-csv = moments as CSV
report-period-before = the previous period
report-by-source = by source
report-by-channel = by channel
report-by-segment = by segment
report-by-type = by touchpoint type
report-broken-down = Breakdown
report-the-report = the report
report-rule = the rule
report-table = Table: { $title }
report-examples = Moments to read:
moments-title = Moments
moments-over = The moments behind a number
moments-report = The report
moments-shown = { $count ->
         [one] { $count } moment
        *[other] { $count } moments
    }
moments-more = there are more on the next page
moments-none = No moments match.
moments-go-on = Next page
moments-due = promised for { $time }
moments-done = done { $time }
moments-late = { $duration } late
moments-early = { $duration } early
moments-on-time = on time
moments-came = { $facet }: { $came }
moments-case = case { $case }
moments-all = all
moments-choose = Show

## Reports: the tables

grid-title = Importance and performance
grid-hint = Averages: importance { $importance }, without a bad experience { $share }. Importance that customers stated after their opinion is not counted: { $late }.
grid-none = Fewer than two types have 10 customers with a known outcome.
grid-none-same = All types matter equally, so there is nothing to compare.
grid-what-to-do = What to do
grid-importance = Importance, 1 to 5
grid-share = Without a bad experience
grid-stated = { $importance } (stated by { $count })
grid-concentrate = Concentrate here
grid-keep = Keep it up
grid-low = Low priority
grid-overkill = Possibly too much effort
grid-place = To improve: number { $place }
journeys-title = How journeys go on
journeys-hint = Journeys that started over: { $cycles }. Repeat purchases: { $again }.
journeys-from-to = From … to
journeys-none = No customer had two touchpoints.
journeys-group = Touchpoints of { $first } – { $last }, each followed for { $days } days.
journeys-too-young = Everything here is less than 30 days old, so it is too early to say.
breaks-title = Where journeys end
breaks-ended-in = Outcome
breaks-nothing-followed = Nothing followed
first-contact-title = After a first contact
first-contact-hint = First contacts of the period and the 30 days before it, each followed up to the end of the period.
first-contact-none = No customer had a first contact with your service in this time.
first-contact-column = First contact
first-contact-bought = Bought
first-contact-bought-again = Bought again
recovery-title = Customers won back, bad reviews and follow-ups
recovery-what = What was counted
recovery-how-many = How many
recovery-failures = Bad experiences
recovery-known = From known customers
recovery-heard = Followed by another known outcome
recovery-recovered = Of these, average or better
recovery-leaked = At first known only to us, then in a bad public review
recovery-unheard = Resolved cases with no word from the customer since
recovery-no-follow-up = Customers who bought and got no follow-up
recovery-reviews-read = Reviews read by other people in this period
follow-ups-title = Missing follow-ups
follow-ups-hint = { $group } The most urgent of each kind, { $limit } at most.
follow-ups-after = After
follow-ups-stood = Outcome
follow-ups-due = Follow-up was due by
follow-ups-none = Every customer was asked or called.
follow-ups-case = resolved case { $case }
follow-ups-case-about = resolved case { $case } ({ $about })
follow-ups-severity = severity { $severity } of 5
facets-title = Promises in detail
facets-hint = Counts moments, not customers: a promise has several facets.
facets-promised = Promised
facets-missed = Missed
facets-kept = Kept
facets-exceeded = Exceeded
facets-gap = Average difference
facets-expected = Average expectation, before and now
facets-mean = { $mean } ({ $count ->
         [one] { $count } promise
        *[other] { $count } promises
    })
facets-minutes = { $minutes } min
causes-title = Causes of resolved cases
causes-cause = Cause
causes-cases = Cases
causes-cumulated = Running total
causes-controllable = Can we change it?
causes-none = No case was resolved with a cause.
signals-title = What we measured and what customers said
signals-hint = Share of bad experiences among all moments that were measured, and among all that customers rated or described. Many moments count in both.
signals-operational = Timing, promises, resolution
signals-emotional = Ratings and words
signals-none = No outcome is known.
words-title = Read from customers' words
words-hint = Customers who wrote but did not rate, adjusted with those who did both. This holds only if, within a type, channel, language and period, having a rating does not depend on how it ended.
words-read = Read as bad, no rating
words-corrected = Adjusted
words-rated = Wrote and rated: rated as bad
words-too-few = not adjusted: fewer than { $needed } customers also rated
words-languages = Comment and rating agree, by language
words-none = No customer wrote anything that Moments can read.
words-language-unknown = unknown language
segments-title = Segments
segments-segment = Segment
slices-name = Name
slices-not-named = Not named
slices-others = All others
slices-unsolicited = Bad experiences, not asked
slices-solicited = Bad experiences, asked
slices-hint = At most 50 names; the rarest are counted together. Shares count each customer once, by their worst outcome.
slices-by-source = By source
slices-by-channel = By channel
slices-by-segment = By segment
slices-by-type = By touchpoint type
clocks-title = How long customers waited
clocks-hint = Half of the customers waited no longer than the first time, and nine in ten no longer than the second.
clocks-acknowledged = Until first response
clocks-greeted = Until greeted by a person
clocks-times = { $half } / { $nine } ({ $count ->
         [one] { $count } wait
        *[other] { $count } waits
    })
clocks-times-before = { $half } / { $nine } ({ $count ->
         [one] { $count } wait
        *[other] { $count } waits
    }; half before: { $before })
clocks-too-few = too few ({ $count })
clocks-none = No waiting times were sent.
drivers-title = What goes with the overall rating
drivers-linked = Together, the sides go with { $share } of the differences in the overall rating ({ $answers }).
drivers-too-few = Not computed: it takes at least { $needed } answers that rate every side and the contact as a whole ({ $answers }).
drivers-no-contrast = Not computed: one side, or the contact as a whole, always got the same rating ({ $answers }).
drivers-side = Side of the contact
drivers-share = Share of the differences
drivers-limits = Likely range
drivers-none = No customer rated every side of a contact and the contact as a whole.

## Reports: how the numbers are made

why-outcome-title = Outcome
why-outcome-text = Bad experience (“misery” in the tables): worse than expected. Average: as expected. Magic: better than expected. Unknown: nothing says how it ended; unknown never counts as average. The first of these that says something decides: the sender, a rating of the moment, what was promised and what was received, timing and resolution, and last what the customer wrote.
why-stage-title = Stages
why-stage-text = Research (zero): before deciding. Encounter (first): the customer meets the product or the service. Use (second): buying and using; the promise is kept or not. Sharing (ultimate): the customer tells others. Charts of stages, days and channels count moments.
why-rate-title = Shares
why-rate-text = Shares count customers, not moments. Each customer counts once for each touchpoint type, with the worst outcome, so that one unlucky customer does not count ten times. “48 of 160 (30%, likely 23–38%)” means: 160 customers have a known outcome and 48 of them had a bad experience; the true share most likely lies between 23% and 38% (Wilson interval, 95%). With fewer than 5 customers it says “too few”; with fewer than 10 there is no percentage. If fewer than half have a known outcome, the range says where the share would lie if the others were known. “Not measurable” means that no rule used here can find it: a parcel on time is as expected, never magic. “Read from words” means that most outcomes were read from the customers' words, so it is a count and not a share.
why-voice-title = Asked, not asked, observed by staff
why-voice-text = A question influences its answer, and staff see things differently. So no headline, comparison or ranking adds them together. Only two tables combine asked and not asked: importance, and what we measured and what customers said.
why-rank-title = Improve first
why-rank-text = The order is: lower end of the likely share of bad experiences × customers with a known outcome × importance ÷ 5. So a few unlucky customers cannot top the list. Complaints are left out, because a complaint is a bad experience by definition. “What delights customers” is ordered the same way, by magic.
why-change-title = Significant changes
why-change-text = If nothing changed in 40 types, two would still seem to change by chance. So the report says “went up” or “went down” only if the difference passes a test corrected for all comparisons shown (N − 1 chi-squared; Benjamini–Hochberg, at most 10% false alarms) and its 95% interval (Newcombe) excludes zero. It compares two periods only if each has 30 customers with a known outcome, and both together have 5 bad experiences and 5 others. Any other difference may be chance, which does not mean that nothing changed. Points are percentage points.
why-critical-title = Critical
why-critical-text = A bad experience at a contact that matters: the first contact with your service, the first time the customer got what they bought, a broken promise, an important touchpoint type, a repeated problem, or one that others could see. Each belongs to a case until the customer is won back or lost.
why-ratings-title = Ratings
why-ratings-text = CSAT and stars: share of 4 and 5. CES: share of 5 to 7; 7 is easy. NPS: promoters (9–10) minus detractors (0–6), in points from −100 to +100, with a score interval (Tango 1998). Every answer counts; what staff entered does not.
why-grid-title = Importance and performance
why-grid-text = The table compares each type with the averages: how much it matters, and the share of customers without a bad experience (Martilla and James 1977). Averages are rounded only when they are shown. If all types matter the same, there is no table. Importance that customers stated counts only if they were asked before giving their opinion and at least 10 answered. What they stated afterwards is counted apart, because the opinion colours it.
why-recovery-title = Won back, bad reviews, follow-ups
why-recovery-text = Only bad experiences that are 30 days old count, so the report looks at an earlier period of the same length. A customer is won back if the next moment with a known outcome is average or better. A bad public review counts if at first only you knew of the problem and the review came within 30 days; a problem that first became known through a public review does not count. A follow-up is a question or a call within 30 days after a purchase; a review that you asked for is a question. After a case is resolved, the report also waits 30 days for a sign from the customer: a rating, a complaint, a new problem. Missing follow-ups are listed by urgency: severe cases, then purchases with a bad or unknown outcome. The share of known customers is given, because others can come back without being recognised. A problem that was handled well can satisfy customers more than no problem at all. This holds for satisfaction, not for buying again or recommending you (de Matos et al. 2007).
why-promises-title = Promises
why-promises-text = A promised time counts on the day for which it was promised, not on the day of the report about it. It is broken if it was not kept by then plus the tolerated delay; something that never came is broken too. Cancelled orders are left out and counted apart. If you moved the time, the first one counts, unless the customer chose the new one. Other promises count customers, each once, by the worst result: broken if a promised facet is clearly missed. A rising expectation makes the same service look worse, so the expectation is shown beside it.
why-quiet-title = Silent unhappy customers
why-quiet-text = Customers with a broken or expired promise, or with at least three problems of two types, who said nothing in the 14 full days after it: no complaint, no comment, no rating. They are listed so that you can call them. No share counts them, because nobody knows how they felt.
why-journeys-title = Journeys
why-journeys-text = A touchpoint follows the one before it, however long after; opinions about another moment do not count. A journey ends at a touchpoint that nothing followed within 30 days. After a first contact each customer is followed as long as possible, up to the end of the period; recent customers count for the time they had (Kaplan–Meier). Customers may buy more often after a good contact than after a bad one without the contact being the cause.
why-causes-title = Causes
why-causes-text = The causes that were given when cases were resolved, the most frequent first, each with the total so far. If no case names a cause, the report shows the cause that the catalogue suggests for the type and says that no case confirms it.
why-signals-title = Measured and said
why-signals-text = Two numbers side by side, never added up: what timing, promises and resolution say, and what ratings and words say. Each number counts every moment that has such a sign, whatever decided the outcome. Where the two differ, the timing is right and the customer is unhappy, or the other way round.
why-words-title = Read from words
why-words-text = A model reads words and is sometimes wrong. Where customers both wrote and rated, the report counts how often it was wrong, and corrects by this much what it read from the others (prediction-powered intervals, Angelopoulos et al. 2023). At least 50 customers of each channel and language must have done both. If unhappy customers rate more often than happy ones, the result is off: docs/words.md shows by how much.
why-clocks-title = Waiting times
why-clocks-text = Waiting times are in seconds, as they were sent. Up to 99 seconds they are exact; longer times are kept to two digits (within 5%). From 10 waits on, the table shows the times of half and of nine in ten customers.
why-drivers-title = What goes with the overall rating
why-drivers-text = This table says how much of the differences in the overall rating goes with each side of the contact. Sides that change together share their part fairly (LMG, the Shapley value of R²). The range is a bootstrap interval. It takes at least 10 answers for each side. A side can go with the rating without being its cause.

## The journey on the home page

journey-first-contact = First contact with your service
journey-first-exchange = First time the customer got what they bought
journey-returned = Back to an earlier stage
journey-failures = { NUMBER($count) } bad experiences lately
journey-mixed = Contradictory
journey-readers = Read by { $count } people since

## What is wrong with a field, continued

complaint-no-currency = needs a currency, such as { $example }
complaint-not-amount = must be an amount, such as { $example }
complaint-not-cause = is not in the catalogue of causes
complaint-control-characters = contains control characters
complaint-not-object-alone = must be an object in JSON, and be sent without { $field }
complaint-not-this = must be { $value }
complaint-not-cloud-event = a CloudEvent must be an object
complaint-token-proves-nothing = does not prove this customer
complaint-token-expired = has expired
complaint-token-too-long = may be valid for { $days } days at most

## What a visitor reads if a form is refused as a whole

form-unavailable = We cannot save it right now. Please send it again in a moment.
form-too-many = Too many forms were sent. Please send it again in a minute.
form-conflict = We already have this form with other content. The first one stays as it was.
form-not-set-up = This form is not set up for this website.
form-too-large = The form is too large.
form-unreadable = The form could not be read.
