from django.test import Client


def test_demo_serves_static_files_from_the_source(visitor: Client) -> None:
    response = visitor.get("/static/admin/css/base.css")

    assert response.status_code == 200
    assert b"".join(response.streaming_content)
    assert response.headers["Content-Type"].startswith("text/css")
