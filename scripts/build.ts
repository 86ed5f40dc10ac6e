import { build, generateClient } from "@/local/next-build";
import { describeProblem, LocalProblem } from "@/local/problem";
import { readDotEnv } from "@/local/settings";

readDotEnv();
try {
  Object.assign(process.env, { NODE_ENV: "production" });
  await generateClient();
  await import("@/env").catch((error: Error) => {
    throw new LocalProblem(error.message, { cause: error });
  });
  await build({}, { show: true });
} catch (error) {
  console.error(describeProblem(error));
  process.exitCode = 1;
}
