## Overdue promises

report-overdue-promises = Overdue promises
promise-was-due = due { $time }
promise-update = Last update to the customer: { $what }, { $time }
promise-update-due = Last update to the customer: { $what }, { $time }. New time: { $due }
promise-contacted = Customer contacted { $time }
promise-no-update = No update to the customer yet
promises-more =
    { $count ->
        [one] { $count } more promise is overdue.
       *[other] { $count } more promises are overdue.
    }
