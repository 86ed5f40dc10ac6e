import { notify } from "@/components/ui/toast";
import { sessionCode } from "./session-code";

/**
 * Ends the session and opens a page. False if the server could not be reached: the session goes on, and a notice says
 * so.
 */
export async function signOutTo(path: string): Promise<boolean> {
  try {
    const code = await sessionCode.load().catch(() => null);
    if (code) await code.signOut({ callbackUrl: path });
    else await signOutByForm(path);
    return true;
  } catch {
    notify.error("You are still signed in: the server could not be reached. Check your connection and try again.");
    return false;
  }
}

/** Signs out by a plain form: a page of an earlier version no longer gets its code, and must not keep people in. */
async function signOutByForm(callbackUrl: string): Promise<void> {
  const { csrfToken } = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken?: string };
  if (!csrfToken) throw new Error("The server gave no token.");
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/api/auth/signout";
  for (const [name, value] of Object.entries({ csrfToken, callbackUrl })) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}
