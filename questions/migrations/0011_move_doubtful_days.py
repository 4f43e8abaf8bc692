from django.db import migrations

# As `questions.vocabulary.days` has it; only the few rows with such a day are written.
MOVE = """
    CREATE TEMPORARY TABLE doubted (inquiry_id bigint) ON COMMIT DROP;
    WITH moved AS (
        UPDATE questions_document document
        SET doubtful_received_on = document.received_on, received_on = NULL
        FROM questions_inquiry inquiry
        WHERE inquiry.id = document.inquiry_id AND (
            document.received_on > current_date + 1 OR document.received_on < '1994-09-01'
            OR document.kind IN ('answer', 'postponement') AND document.received_on > inquiry.submitted_on + 730)
        RETURNING document.inquiry_id)
    INSERT INTO doubted SELECT inquiry_id FROM moved;
    WITH moved AS (
        UPDATE questions_inquiry SET doubtful_submitted_on = submitted_on, submitted_on = NULL
        WHERE submitted_on > current_date + 1 OR submitted_on < '1994-09-01' RETURNING id)
    INSERT INTO doubted SELECT id FROM moved;
    UPDATE questions_inquiry inquiry SET
        answered_on = (SELECT min(document.received_on) FROM questions_document document
            WHERE document.inquiry_id = inquiry.id AND document.kind IN ('answer', 'correction')
            AND EXISTS (SELECT 1 FROM questions_answer answer WHERE answer.document_id = document.id)),
        postponed_on = (SELECT min(document.received_on) FROM questions_document document
            WHERE document.inquiry_id = inquiry.id AND document.kind = 'postponement')
    WHERE inquiry.id IN (SELECT inquiry_id FROM doubted);
    INSERT INTO questions_searchchange (inquiry_id) SELECT DISTINCT inquiry_id FROM doubted;
"""
BACK = """
    UPDATE questions_document SET received_on = doubtful_received_on
    WHERE received_on IS NULL AND doubtful_received_on IS NOT NULL;
    UPDATE questions_inquiry SET submitted_on = doubtful_submitted_on
    WHERE submitted_on IS NULL AND doubtful_submitted_on IS NOT NULL;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('questions', '0010_doubtful_days'),
    ]

    operations = [migrations.RunSQL(MOVE, BACK)]
