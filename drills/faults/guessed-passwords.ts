import type { Findings } from "../check";
import type { Stage } from "../stage/stage";

const EVALUATED_AT_MOST = 20;
const AT_ONCE = 16;

/** The answer of the sign-in endpoint, as a browser gets it. */
type Attempt = { reason: string; cookies: string[] };

/**
 * R15: strangers guess the password of one account from many networks, with headers that name others. Few guesses are
 * compared, and the owner still gets in from a browser that they have used.
 */
export async function guessedPasswords(stage: Stage, findings: Findings): Promise<void> {
  const { makePerson, password } = await import("../../e2e/firm");
  const { guesses, addresses } = stage.scale;
  const owner = await makePerson("Olive Owner");
  const door = await openDoor(stage);
  const known = await door({ email: owner.email, password, from: "192.0.2.1" });
  const device = known.cookies.find((cookie) => cookie.startsWith("throughline.device=")) ?? "";
  findings.same("the owner signs in before", "yes", known.reason === "" ? "yes" : known.reason);

  const answers = new Map<string, number>();
  let next = 0;
  const guesser = async () => {
    while (next < guesses) {
      const number = next++;
      const from = `spoofed-${number}, ${addressOf(number % addresses)}`;
      const { reason } = await door({ email: owner.email, password: `wrong guess ${number}`, from });
      answers.set(reason, (answers.get(reason) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, guesser));

  const evaluated = await stage.database.number(
    "select count(*)::int from identity_events where user_id = $1 and name = 'person.signInRefused'",
    [owner.userId],
  );
  const turnedAway = (answers.get("RATE_LIMITED") ?? 0) + (answers.get("UNAVAILABLE") ?? 0);
  findings.same(
    "guesses that were answered",
    guesses,
    [...answers.values()].reduce((sum, count) => sum + count, 0),
  );
  findings.same("guesses that got in", 0, answers.get("") ?? 0);
  findings.atMost("guesses that were compared", EVALUATED_AT_MOST, evaluated);
  findings.atLeast("guesses that were compared at all", 1, evaluated);
  findings.same("all others were turned away", guesses - evaluated, turnedAway);

  const stranger = await door({ email: owner.email, password, from: "192.0.2.2" });
  findings.same("the right password from an unknown browser", "RATE_LIMITED", stranger.reason);
  const again = await door({ email: owner.email, password, from: "192.0.2.3", cookie: device });
  findings.same("the owner from a known browser", "in", again.reason === "" ? "in" : again.reason);
}

/** One of many IPv4 addresses. */
const addressOf = (number: number) => `198.18.${Math.floor(number / 250)}.${(number % 250) + 1}`;

/** Attempts at the form's own endpoint, by way of a proxy that names the address of the client. */
async function openDoor({ app }: Stage) {
  const opened = await fetch(`${app.url}/api/auth/csrf`);
  const { csrfToken } = await opened.json();
  const own = opened.headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "");
  return async (attempt: { email: string; password: string; from: string; cookie?: string }): Promise<Attempt> => {
    const { email, password, from, cookie = "" } = attempt;
    const answer = await fetch(`${app.url}/api/auth/callback/credentials`, {
      method: "POST",
      redirect: "manual",
      headers: { cookie: [...own, cookie].filter(Boolean).join("; "), "x-forwarded-for": from },
      body: new URLSearchParams({ csrfToken, email, password, json: "true", callbackUrl: "/" }),
    });
    const { url = "" } = await answer.json();
    const error = new URL(url, app.url).searchParams.get("error") ?? "";
    const cookies = answer.headers.getSetCookie().map((one) => one.split(";")[0] ?? "");
    return { reason: error.split(":")[0] ?? "", cookies };
  };
}
