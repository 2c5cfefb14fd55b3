-- What people who use an agreement think of it, and the warnings given as it is used up.

CREATE TABLE follow_up_review (
    agreement_id {i64} NOT NULL REFERENCES agreement (id),
    person_id {i64} NOT NULL REFERENCES person (id),
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    grade {i64} NOT NULL CHECK (grade BETWEEN 1 AND 5),
    words TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (agreement_id, person_id)
) {strict};

-- 70, 90, 100 per cent: said once each.
CREATE TABLE follow_up_warning (
    agreement_id {i64} NOT NULL REFERENCES agreement (id),
    percent {i64} NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (agreement_id, percent)
) {strict};
