import "server-only";
import { findComments } from "@/modules/platform/data/comments/operations/find";
import { findFiles } from "@/modules/platform/data/files/operations/find";
import { platform } from "@/modules/platform/module";
import { searchHits } from "@/server/search/hits";
import { searchInput, searchOutput } from "./schema";

export const search = platform.operation({
  kind: "query",
  permission: "workspace:view",
  guests: true,
  input: searchInput,
  output: searchOutput,
  rest: { method: "GET", path: "/search" },
  describe:
    "Searches all records that you may see for the words of a text, best match first: in the name, an e-mail address, a telephone number or an id. If there are few exact matches, similar spellings are found too. Comments that hold the words, and files with such names, are listed separately.",
  async run(ctx, input) {
    // Together: one that fails while another is awaited would be a failure that nobody handles.
    const [hits, comments, files] = await Promise.all([
      searchHits(ctx, input),
      input.entities ? [] : findComments(ctx, input),
      input.entities ? [] : findFiles(ctx, input),
    ]);
    return { hits, comments, files };
  },
});
