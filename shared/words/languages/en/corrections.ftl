### What people correct: in reports and in the console.

## What people corrected

corrections-title = People and rules
corrections-hint = Moments that a person also judged, by the rule that decided before.
corrections-rule = Judged by
corrections-moments = Moments
corrections-agreed = Person and rule agree
corrections-no-rule = no rule
corrections-cause = Cause named: { $cause }
corrections-void = Spam and duplicates, not counted
corrections-none = Nobody has corrected or confirmed a judgement.
why-corrections-title = People and rules
why-corrections-text = What a person says about a moment outranks every rule. For each rule, the table counts the moments that the rule decided and that a person judged as well, and how often the two agree, with the likely range. People mostly check what looks wrong, so the share describes what they checked, not everything that the rule judged. If people often overrule a rule, change the rule.

corrections-by = { $who }, { $time }: { $reason }
corrections-correct = Correct this
corrections-page = Correct a judgement
corrections-now = As it is judged now
corrections-not-judged = Not judged yet
corrections-said = What people said
corrections-same-as = A person says: this is the same as { $touchpoint }; not counted
corrections-take-back = Take it back
corrections-taken-back = taken back
corrections-form = Your correction
corrections-what = What is right
corrections-how-it-ended = How it ended for the customer
corrections-not-this = It should not count here
corrections-whose-fault = What caused it
corrections-other-customer = Another customer's experience
corrections-duplicate = The same as another contact
corrections-spam = Spam, a test or a bot
corrections-of = If it is a duplicate: the same as (source/id)
corrections-reason = Why
corrections-form-hint = A correction outranks every rule. It is kept with your name and reason, and can be taken back. Cases and reports change with it.
corrections-full = This contact cannot take any more corrections
corrections-known = This correction is already there and still holds
corrections-gone = This correction does not exist
