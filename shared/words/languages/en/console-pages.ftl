## The console: Today, Cases, Customers and Reports

console-view-only = View only
console-keys-title = Keyboard shortcuts
console-keys-search = Search this page
console-keys-move = Next and previous row
console-keys-choose = Choose the row
console-keys-close = Close
console-search = Search
console-show = Show
console-save = Save
console-before = Previous
console-next = Next
console-pages = Pages
console-contact = Open in your CRM
console-facet = Facet
console-promised = Promised
console-received = Received
console-promises = Promises
console-playbook = What to do
console-pseudonym = Pseudonym in messages: { $pseudonym }
console-visitor-named = Visitor { $customer }
console-outcome-count = { NUMBER($count) } × { $outcome }

console-today-open = { $count ->
         [one] { $count } case is open.
        *[other] { $count } cases are open.
    }
console-today-late = { $count ->
         [one] { $count } is overdue.
        *[other] { $count } are overdue.
    }
console-today-no-cases = No case is open.
console-today-weeks = The last 26 weeks
console-today-report = Open this week's report
console-today-cases = Call these customers first
console-today-all-cases = All { NUMBER($count) } open cases
console-today-new = Nothing has come in yet
console-today-new-why = Send a first touchpoint: a form, a call, a delivery. If it is a bad experience at a moment that matters, a case appears here within seconds.
console-today-set-up = Send a touchpoint
console-today-passed = Overdue promises
console-today-passed-none = No promise is overdue.
console-today-close = Promises due soon
console-today-close-none = No promise is due in the next 24 hours.
console-today-plan = Planned last week
console-today-plan-none = Nothing was planned on last week's report. Open the report and choose one thing to improve.
console-today-plan-unknown = Too early to say whether it works.
console-today-hour = The last hour
console-today-hour-none = Nothing came in during the last hour.
console-today-moments = { $count ->
         [one] { $count } moment
        *[other] { $count } moments
    }
console-today-at-least = at least { NUMBER($count) } moments

console-cases-about = Each case is one customer to win back. The most severe comes first, then the one that is due first.
console-cases-views = Which cases
console-cases-mine = Mine
console-cases-unassigned = Unassigned
console-cases-overdue = Overdue
console-cases-all = All
console-cases-type = Type
console-cases-segment = Segment
console-cases-severity = Severity
console-cases-owner = Owner
console-cases-any = Any
console-cases-search-hint = Customer, case or owner
console-cases-choose-all = Choose all
console-cases-take = Take
console-cases-assign = Assign
console-cases-total = { $count ->
         [one] { $count } case
        *[other] { $count } cases
    }
console-cases-none = No open cases
console-cases-none-why = A bad experience at a moment that matters opens a case automatically. You find it here, and your team gets a message.
console-cases-none-mine = You have no open cases
console-cases-none-mine-why = Take one under “Unassigned”: press “I'll take it”.
console-cases-none-unassigned = Every open case has an owner
console-cases-none-unassigned-why = New cases stay here until someone takes them.
console-cases-none-overdue = Nothing is overdue
console-cases-none-overdue-why = A case appears here if it was not taken or resolved in time, or if the customer was not contacted in time.
console-cases-none-found = No matching cases
console-cases-none-found-why = Change the search or the filters.
console-cases-no-filter = Remove all filters
console-cases-done = { $count ->
         [one] { $count } case changed.
        *[other] { $count } cases changed.
    }
console-cases-not-done = { $count ->
         [one] { $count } did not change: someone else acted first.
        *[other] { $count } did not change: someone else acted first.
    }
console-cases-undone = { $count ->
         [one] { $count } change undone.
        *[other] { $count } changes undone.
    }
console-cases-not-undone = { $count ->
         [one] { $count } can no longer be undone.
        *[other] { $count } can no longer be undone.
    }
console-undo = Undo
console-undo-done = Done. You can undo it for one minute.
console-undo-late = This can no longer be undone: more than a minute has passed, or the case has changed since.
console-cases-choose-some = Choose at least one case.
console-cases-name-owner = Name the new owner.

console-case-open = Open
console-case-late = { $clock ->
         [acknowledge] Not taken, { $by } late
         [contact] Customer not contacted, { $by } late
        *[resolve] Not resolved, { $by } late
    }
console-case-what = What happened
console-case-no-words = The customer wrote nothing.
console-case-before = What came before
console-case-journey = The whole journey
console-case-act = Next action
console-case-take-and-resolve = Take and resolve
console-case-take-by = Take by
console-case-contact-by = Contact by
console-case-resolve-by = Resolve by
console-case-done = done { $time }

console-customers-about = Find a customer by your company's identifier, by the pseudonym in a message, or by a case.
console-customers-search = Identifier, pseudonym or case
console-customers-none = No customer found
console-customers-none-why = Check the spelling: the whole identifier has to match.
console-customers-days = Pseudonyms were searched in open cases and in the last { NUMBER($count) } days.
console-customers-start = Which customer's journey do you want to see?
console-customers-start-why = A journey shows everything that a customer experienced with you: what was promised, what they received, and what they said.
console-customers-open = Customers with an open case
console-customers-seen = last seen { $time }
console-customers-case = { $case }, { $state }

console-journey-moments = Moments
console-journey-open-cases = Open cases
console-journey-unknown-hint = no rating or result yet
console-journey-asked = Answers to a survey
console-journey-asked-hint = we asked for these; the others came unasked
console-journey-was-asked = We asked
console-journey-silent = Unhappy and silent?
console-journey-way = The journey so far
console-journey-each = Moment by moment
console-journey-critical = Critical, severity { $severity } of 5:
console-journey-left-out = { $count ->
         [one] { $count } earlier moment is not shown.
        *[other] { $count } earlier moments are not shown.
    }
console-journey-links-ignored = { $count ->
         [one] { $count } identity link is ignored: only the earliest 100 count.
        *[other] { $count } identity links are ignored: only the earliest 100 count.
    }
console-journey-empty = Nothing to judge yet
console-journey-empty-why = Only an identification was sent, or many people share this identifier.
console-journey-promised = Promised: { $facets }
console-journey-received = Received: { $facets }
console-journey-drawn = { $count ->
         [one] Timeline of { $count } moment: { $outcomes }. It is in the list below.
        *[other] Timeline of { $count } moments: { $outcomes }. They are all in the list below.
    }
console-promise-made = Made: { $what }
console-promise-due = Due { $time }
console-promise-settled = Settled: { $what }

console-reports-about = What went wrong, why, and what to improve first. Choose a period or your own dates.
console-reports-from = From
console-reports-to = To
console-reports-open = Open the report
console-reports-range = The first day must not be after the last one.
console-reports-period = Period
console-reports-bad = Bad
console-reports-share = Share
console-reports-magic = Magic
console-reports-critical = Critical
console-reports-nothing = nothing came in
console-reports-adding = still being counted
console-reports-planned = Planned. You see it under Today, and the next report shows the result.
console-reports-hint = These are moments, not customers. The share is bad experiences among the moments with a known outcome.
