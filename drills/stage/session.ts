import type { Stage } from "./stage";

/** The signed-in user's headers, as the browser sends them. */
export type Session = { cookie: string };

/** Signs in through the form's own endpoint. */
export async function signIn({ app }: Stage, email: string): Promise<Session> {
  const { password } = await import("../../e2e/firm");
  const opened = await fetch(`${app.url}/api/auth/csrf`);
  const { csrfToken } = await opened.json();
  const first = cookiesOf(opened);
  const answer = await fetch(`${app.url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: first },
    body: new URLSearchParams({ csrfToken, email, password, json: "true", callbackUrl: "/" }),
  });
  const cookie = cookiesOf(answer);
  if (!cookie.includes("session-token")) throw new Error(`${email} could not sign in: ${answer.status}`);
  return { cookie: `${first}; ${cookie}` };
}

/** Signs out through the same endpoint; the client keeps its old cookie. */
export async function signOut({ app }: Stage, { cookie }: Session): Promise<void> {
  const opened = await fetch(`${app.url}/api/auth/csrf`, { headers: { cookie } });
  const { csrfToken } = await opened.json();
  const body = new URLSearchParams({ csrfToken, json: "true", callbackUrl: "/" });
  await fetch(`${app.url}/api/auth/signout`, { method: "POST", redirect: "manual", headers: { cookie }, body });
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
