"""Notices and the letters that follow them."""

import smtplib
from datetime import date, timedelta

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils.translation import gettext_noop

from bangvang.core import clock, notices, outbox
from bangvang.core.models import Notice, OutboxMessage
from tests.factories.directory import World

pytestmark = pytest.mark.django_db
SENTENCE = gettext_noop("Kiểm thử: nộp danh sách lớp %(name)s trước ngày %(day)s.")
VALUES = {"name": "Lớp Đổi mới", "day": date(2024, 5, 9)}


class Refusing(EmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages):  # type: ignore[no-untyped-def]
        raise smtplib.SMTPServerDisconnected("down")


def test_each_person_is_told_and_only_active_ones(world: World):
    world.giang.is_active = False
    notices.tell([world.anh, world.giang], SENTENCE, VALUES, "/lop/x/")

    notice = Notice.objects.get()
    assert (notice.recipient, notice.url) == (world.anh, "/lop/x/")
    assert notice.text == "Kiểm thử: nộp danh sách lớp Lớp Đổi mới trước ngày 09/05/2024."


def test_the_same_thing_is_told_once_per_key(world: World, settings: LazySettings):
    settings.EMAIL_HOST = "mail.example"
    world.anh.email = "anh@example.vn"
    notices.tell([world.anh], SENTENCE, VALUES, "/", key="reminder:1")
    notices.tell([world.anh, world.binh], SENTENCE, VALUES, "/", key="reminder:1")

    assert Notice.objects.count() == 2
    assert list(OutboxMessage.objects.values_list("to", flat=True)) == ["anh@example.vn"]


def test_telling_many_costs_the_same_queries_as_telling_one(world: World, django_assert_num_queries):
    for people in ([world.anh], [world.anh, world.binh, world.chi]):
        with django_assert_num_queries(2):
            notices.tell(people, SENTENCE, VALUES, "/", key=f"k{len(people)}")


def test_without_a_mail_server_nothing_waits_in_the_outbox(world: World, settings: LazySettings):
    settings.EMAIL_HOST = ""
    world.anh.email = "anh@example.vn"
    notices.tell([world.anh], SENTENCE, VALUES, "/")
    assert (Notice.objects.count(), OutboxMessage.objects.count()) == (1, 0)


def test_a_letter_goes_out_once(settings: LazySettings):
    settings.EMAIL_HOST = "mail.example"
    outbox.queue("anh@example.vn", "Chủ đề\nnối dòng", "Nội dung")

    assert (outbox.send_due(), outbox.send_due()) == ((1, 0), (0, 0))
    (letter,) = mail.outbox
    assert (letter.subject, letter.to, letter.body) == ("Chủ đề nối dòng", ["anh@example.vn"], "Nội dung")
    assert OutboxMessage.objects.get().sent_at is not None


def test_a_letter_is_tried_again_with_growing_pauses_and_at_last_given_up(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
):
    settings.EMAIL_HOST = "mail.example"
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    outbox.queue("anh@example.vn", "Chủ đề", "Nội dung")
    moment = clock.now()
    waited = []
    for _attempt in range(len(outbox.PAUSES) + 1):
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        assert outbox.send_due() == (0, 1)
        assert outbox.send_due() == (0, 0)  # not again before its time
        letter = OutboxMessage.objects.get()
        if letter.next_attempt_at is None:
            break
        waited.append((letter.next_attempt_at - moment) // timedelta(minutes=1))
        moment = letter.next_attempt_at

    assert waited == list(outbox.PAUSES)
    assert (letter.next_attempt_at, letter.sent_at) == (None, None)
    assert letter.last_error == "SMTPServerDisconnected: down"


def test_a_letter_claimed_by_another_worker_is_left_alone(settings: LazySettings):
    settings.EMAIL_HOST = "mail.example"
    outbox.queue("anh@example.vn", "Chủ đề", "Nội dung")
    OutboxMessage.objects.update(attempts=1, next_attempt_at=clock.now() + outbox.CLAIM)
    assert (outbox.send_due(), mail.outbox) == ((0, 0), [])


def test_opening_a_notice_marks_it_read_and_leads_to_its_page(world: World, client: Client):
    notices.tell([world.anh, world.binh], SENTENCE, VALUES, "/lich-lam-viec/2024/")
    client.force_login(world.anh)
    page = client.get("/thong-bao/").content.decode()
    assert "Lớp Đổi mới" in page

    mine = notices.of(world.anh).get()
    answer = client.post("/thong-bao/mo/", {"notice": mine.pk})
    assert (answer.status_code, answer["Location"]) == (302, "/lich-lam-viec/2024/")
    assert (notices.unread_count(world.anh), notices.unread_count(world.binh)) == (0, 1)


def test_nobody_opens_the_notice_of_another(world: World, client: Client):
    notices.tell([world.anh], SENTENCE, VALUES, "/")
    client.force_login(world.giang)
    answer = client.post("/thong-bao/mo/", {"notice": notices.of(world.anh).get().pk})
    assert (answer.status_code, notices.unread_count(world.anh)) == (404, 1)
    assert "Lớp Đổi mới" not in client.get("/thong-bao/").content.decode()


def test_a_notice_never_leads_to_another_site(world: World, client: Client):
    notices.tell([world.anh], SENTENCE, VALUES, "https://evil.example/")
    client.force_login(world.anh)
    answer = client.post("/thong-bao/mo/", {"notice": notices.of(world.anh).get().pk})
    assert answer["Location"] == "/thong-bao/"


def test_all_are_marked_read_at_once(world: World, client: Client):
    for n in range(3):
        notices.tell([world.anh], SENTENCE, VALUES, "/", key=f"k{n}")
    client.force_login(world.anh)
    client.post("/thong-bao/doc-het/")
    assert notices.unread_count(world.anh) == 0
