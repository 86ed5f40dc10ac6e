import { currentBuild } from "@/local/builds";
import { checkBudgets, recordFirstLoad } from "./first-load/budget";

// The first load of the pages in the last build; with --record, what later builds are compared with.
const build = await currentBuild();
if (build === undefined) {
  console.error("There is no build. Run npm run build first.");
  process.exit(2);
}
if (process.argv.includes("--record")) await recordFirstLoad(build);
const { figures, problems } = await checkBudgets(build);
console.log([...figures, ...problems].join("\n"));
process.exit(problems.length > 0 ? 1 : 0);
