"""What no page of the product may ever do, noticed in every browser test."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", event =>
  console.error(`CSP: ${event.violatedDirective} stopped ${event.blockedURI || event.sample} in ${event.sourceFile}:${event.lineNumber}`))
"""
OURSELVES = ("data:", "blob:", "about:", "chrome:", "resource:", "moz-extension:")


class Watch:
    """Errors on the console, exceptions that nobody caught, violations of the CSP, requests to another origin."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._expected: list[str] = []
        self._seen: list[str] = []

    def expect(self, *words: str) -> None:
        """What this test provokes; browsers write every failed request on the console."""
        self._expected.extend(words)

    @property
    def complaints(self) -> list[str]:
        return [complaint for complaint in self._seen if not any(words in complaint for words in self._expected)]

    def over(self, context: BrowserContext) -> None:
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", self._exception)
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        where = message.page.url if message.page else self._origin
        if message.type == "error" and where.startswith(self._origin):
            self._seen.append(f"console at {where}: {message.text} ({message.location['url']})")

    def _exception(self, error: WebError) -> None:
        self._seen.append(f"exception: {error.error.stack or error.error.message}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self._origin + "/", *OURSELVES)):
            self._seen.append(f"request to another origin: {request.url}")
