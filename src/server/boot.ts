import "server-only";
import type { Env } from "@/env";
import { type RoleFacts, roleFacts } from "./db/role-facts.ts";
import { sharesSessions } from "./db/shared-sessions.ts";

type DatabaseEnv = Pick<Env, "DATABASE_URL" | "DATABASE_PLATFORM_URL" | "DATABASE_OWNER_URL" | "DATABASE_POOLER">;

/**
 * Refuses to start, with an Error that says what to change, if a role could bypass row-level security, two URLs lead
 * to one role, or a pooler mixes sessions. A database that does not answer is only reported: readiness covers it.
 */
export async function assertDatabaseRoles(env: DatabaseEnv, warn: (text: string) => void): Promise<void> {
  const problems: string[] = [];
  const names = new Map<string, string>();
  for (const variable of ["DATABASE_URL", "DATABASE_PLATFORM_URL", "DATABASE_OWNER_URL"] as const) {
    const url = env[variable];
    if (!url) continue;
    const facts = await roleFacts(url);
    if (typeof facts === "string") {
      warn(`${variable}: the database does not answer (${facts}), so its role was not checked.`);
      continue;
    }
    const other = names.get(facts.role);
    if (other) problems.push(`${variable} and ${other} log in as the same role, ${facts.role}. Each needs its own.`);
    names.set(facts.role, variable);
    if (variable === "DATABASE_OWNER_URL") continue;
    problems.push(...weaknesses(variable, facts));
    if (env.DATABASE_POOLER === "transaction") {
      for (const limit of facts.unlimited)
        warn(`${variable}: the role ${facts.role} has no ${limit}, and behind a pooler the app cannot set it.`);
    } else if (await isPooled(variable, url, warn)) {
      problems.push(
        `${variable} leads through a pooler in transaction mode, where requests would share session settings. Set DATABASE_POOLER=transaction, or use the address of the database itself.`,
      );
    }
  }
  if (problems.length > 0) {
    const lines = problems.map((problem) => `  ${problem}`);
    throw new Error(
      ["Throughline does not start, because workspaces would not be isolated from each other:", ...lines].join("\n"),
    );
  }
}

async function isPooled(variable: string, url: string, warn: (text: string) => void): Promise<boolean> {
  return await sharesSessions(url).catch((error: Error) => {
    warn(`${variable}: two connections could not be opened (${error.message}), so the check for a pooler was skipped.`);
    return false;
  });
}

function weaknesses(variable: string, facts: RoleFacts): string[] {
  const role = `${variable}: the role ${facts.role}`;
  return [
    facts.superuser && `${role} is a superuser. Use one made with NOSUPERUSER.`,
    facts.bypassrls && `${role} can bypass row-level security. Remove this right with ALTER ROLE … NOBYPASSRLS.`,
    facts.owned && `${role} owns ${facts.owned}. Only the role of DATABASE_OWNER_URL may own anything.`,
    facts.acts_as && !facts.superuser && `${role} is a member of ${facts.acts_as}. Remove it with REVOKE.`,
  ].filter((line) => typeof line === "string");
}
