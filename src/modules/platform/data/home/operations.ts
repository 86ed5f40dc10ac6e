import "server-only";
import { memberScope } from "@/modules/platform/identity/members/scope";
import { teamScope } from "@/modules/platform/identity/teams/scope";
import { platform } from "@/modules/platform/module";
import { notFound } from "@/server/errors";
import { tileRows } from "@/server/tile-rows";
import { tiles } from "@/server/tiles";
import { tileAnswer, tileInput } from "./schema";

export const getTile = platform.operation({
  kind: "query",
  permission: "workspace:view",
  uses: [
    {
      scope: memberScope,
      ids: ({ people }) => [typeof people === "object" && "owner" in people ? people.owner : null],
    },
    { scope: teamScope, ids: ({ people }) => [typeof people === "object" && "team" in people ? people.team : null] },
  ],
  input: tileInput,
  output: tileAnswer,
  describe:
    "Figures of the page Home over the records that you may see, such as the sums of each stage: counts, amounts by currency in minor units, and the conditions by which a list shows exactly the records of each figure.",
  async run(ctx, { tile: name, people = "all", by, period }) {
    const tile = tiles().get(name);
    if (!tile) throw notFound("figure");
    return await tileRows(ctx, tile, { people, by, period });
  },
});
