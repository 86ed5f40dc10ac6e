import { expect, test } from "vitest";
import { joinedText } from "@/test/part";
import { ShortList } from "./short-list";

test("the link to all says of what, where the page has several such lists", () => {
  const query = { isPending: false, error: null, isFetching: false, refetch: () => undefined };
  const list = (
    <ShortList title="Late" query={query} rows={["a"]} total={45} none="None" failed="Failed" allHref="/all">
      {(row: string) => <li key={row}>{row}</li>}
    </ShortList>
  );
  expect(joinedText(list)).toContain("Show all 45: Late");
});
