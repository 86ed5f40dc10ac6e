import { build, compile, generateClient } from "@/local/next-build";
import { describeProblem, LocalProblem } from "@/local/problem";
import { readDotEnv } from "@/local/settings";

readDotEnv();
try {
  Object.assign(process.env, { NODE_ENV: "production" });
  await generateClient();
  await import("@/env").catch((error: Error) => {
    throw new LocalProblem(error.message, { cause: error });
  });
  // Vercel takes the compiled files from Next's own folder, and switches over itself.
  if (process.env.VERCEL) await compile({}, { show: true });
  else console.log(`Built: ${await build({}, { show: true })}. The next start serves it.`);
} catch (error) {
  console.error(describeProblem(error));
  process.exitCode = 1;
}
