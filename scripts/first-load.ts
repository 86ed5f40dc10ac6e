import { currentBuild } from "@/local/builds";
import { LocalProblem } from "@/local/problem";
import { runCommand } from "./command";
import { checkBudgets, recordFirstLoad } from "./first-load/budget";

// The first load of the pages in the last build; with --record, what later builds are compared with.
await runCommand(async () => {
  const build = await currentBuild();
  if (build === undefined) throw new LocalProblem("There is no build. Run npm run build first.");
  if (process.argv.includes("--record")) await recordFirstLoad(build);
  const { figures, problems } = await checkBudgets(build);
  console.log(figures.join("\n"));
  if (problems.length > 0) throw new LocalProblem(problems.join("\n"));
});
