### What people correct: in reports and in the console.

## What people corrected

corrections-title = People and rules
corrections-hint = Moments that a person judged too, by the rule that had decided.
corrections-rule = Judged by
corrections-moments = Moments
corrections-agreed = Person and rule agree
corrections-no-rule = no rule
corrections-cause = Cause named: { $cause }
corrections-void = Spam and duplicates, not counted
corrections-none = Nobody corrected or confirmed a judgement.
why-corrections-title = People and rules
why-corrections-text = What a person says of a moment outranks every rule. The table counts, for each rule, the moments that it decided and that a person judged as well: how often both say the same, with the likely range. People look at what looks wrong, so the share tells of what they looked at, not of all that the rule judged. A rule that people often overrule is one to change.

corrections-by = { $who }, { $time }: { $reason }
corrections-correct = Correct this
corrections-page = Correct a judgement
corrections-now = As it is judged now
corrections-not-judged = Not judged yet
corrections-said = What people said
corrections-same-as = A person says: the same as { $touchpoint }; not counted
corrections-take-back = Take it back
corrections-taken-back = taken back
corrections-form = Your correction
corrections-what = What is right
corrections-how-it-ended = How it ended for the customer
corrections-not-this = It should not count here
corrections-whose-fault = What caused it
corrections-other-customer = Another customer's experience
corrections-duplicate = The same as another touchpoint
corrections-spam = Spam, a test or a robot
corrections-of = Same as (source/id), for a duplicate
corrections-reason = Why
corrections-form-hint = A correction outranks every rule. It is kept with your name and reason, and can be taken back. Cases and reports follow.
corrections-full = This touchpoint has as many corrections as it can have
corrections-known = You said so already, and it holds
corrections-gone = There is no such correction
