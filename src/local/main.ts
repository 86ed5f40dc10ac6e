import { join } from "node:path";
import { startMail } from "./mail/start";
import { rememberedPort } from "./ports";
import { startPostgres } from "./postgres/start";
import { LocalProblem } from "./problem";
import { dataDir, setting, type Variables } from "./settings";
import { keptState, newSecret } from "./state";

/** The stand-ins that run, and what the app must be told to use them. */
export type Local = {
  /** What the environment does not say already; safe to spread over `process.env`. */
  env: Variables;
  /** Login that may create databases, for comparing schemas; only where PostgreSQL is ours. */
  superuserUrl?: string;
  /** Resolves with the name of a stand-in that ended by itself. */
  died: Promise<string>;
  stop(): Promise<void>;
};

/** Starts a stand-in for every outside service that the environment does not name. Throws LocalProblem. */
export async function startLocal({ notice }: { notice: (text: string) => void }): Promise<Local> {
  const folder = dataDir();
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const database = keep(await localDatabase(folder, notice));
    const mail = keep(await localMail(folder, notice));
    const secret = setting("NEXTAUTH_SECRET") ?? (await keptState(join(folder, "nextauth-secret"), newSecret));
    return {
      env: { DATA_DIR: folder, NEXTAUTH_SECRET: secret, ...database?.env, ...mail?.env },
      ...(database ? { superuserUrl: database.superuserUrl } : {}),
      died: database ? database.died.then(() => "PostgreSQL") : new Promise(() => undefined),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }

  function keep<Part extends { stop(): Promise<void> } | undefined>(part: Part): Part {
    if (part) stops.push(() => part.stop());
    return part;
  }
}

/** The embedded PostgreSQL, unless the environment names a server. */
export async function localDatabase(folder: string, notice: (text: string) => void) {
  const names = ["DATABASE_URL", "DATABASE_PLATFORM_URL", "DATABASE_OWNER_URL"];
  const missing = names.filter((name) => setting(name) === undefined);
  if (missing.length === 0) return undefined;
  if (missing.length < names.length) {
    throw new LocalProblem(
      `Of the three database addresses ${missing.join(" and ")} is not set. Set all three to use a server of your own, or none to use the embedded PostgreSQL.`,
    );
  }
  const port = setting("POSTGRES_PORT");
  const { urls, died, stop } = await startPostgres({
    dir: join(folder, "postgres"),
    notice,
    ...(port === undefined ? {} : { port: Number(port) }),
  });
  const env = { DATABASE_URL: urls.app, DATABASE_PLATFORM_URL: urls.platform, DATABASE_OWNER_URL: urls.owner };
  return { env, superuserUrl: urls.superuser, died, stop };
}

async function localMail(folder: string, notice: (text: string) => void) {
  if (setting("SMTP_URL") !== undefined) return undefined;
  const dir = join(folder, "mail");
  const [smtpPort, viewPort] = [await rememberedPort(dir, "smtp", notice), await rememberedPort(dir, "viewer", notice)];
  const { smtpUrl, viewUrl, stop } = await startMail({ dir, smtpPort, viewPort });
  return { env: { SMTP_URL: smtpUrl, MAIL_VIEW_URL: viewUrl }, stop };
}
