import type { Session } from "./session";
import type { Stage } from "./stage";

/** The app's responses to people: a page that the browser loads, and a call of the screens. */
export type DoorAnswers = { statuses: string /** Internal wording that reached the outside. */; leaks: string[] };

/** Requests both once. */
export async function askDoors({ app }: Stage, session: Session, slug: string): Promise<DoorAnswers> {
  const headers = { ...session, "x-workspace": slug };
  const answers = await Promise.all([
    fetch(`${app.url}/${slug}/opportunities`, { redirect: "manual", headers: { ...headers, accept: "text/html" } }),
    fetch(`${app.url}/api/trpc/realtime.newest?input=${encodeURIComponent('{"json":{}}')}`, { headers }),
  ]);
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  return {
    statuses: answers.map(({ status }) => status).join(" "),
    leaks: texts.flatMap(
      (text) => /\n\s+at \S+ \(|ECONNREFUSED|Prisma\w*Error|terminating connection/.exec(text)?.[0] ?? [],
    ),
  };
}
