/** One of a list, or nothing: the same for the same place, so that other data of the demo stay as they are. */
const at = <T>(list: readonly T[], place: number, every: number): T | "" =>
  place % every === 0 ? "" : (list[(place * 7) % list.length] as T);

/** The values of an account in the firm's file. */
export const accountValues = (place: number, today: Date) => ({
  "Sales region": at(["Central", "East", "West", "Europe", "Overseas"], place, 9),
  "Support tier": at(["Gold", "Silver", "Silver", "Bronze", "Bronze"], place + 2, 3),
  "Contract end":
    place % 4 === 0 ? "" : new Date(today.getTime() + ((place * 37) % 700) * 86_400_000).toISOString().slice(0, 10),
  Sites: place % 5 === 0 ? "" : 1 + ((place * 11) % 40),
  Tags: [
    place % 6 === 1 ? "Key account" : "",
    place % 10 === 3 ? "Reference customer" : "",
    place % 13 === 5 ? "At risk" : "",
    place % 8 === 2 ? "Renewal in Q1" : "",
  ]
    .filter(Boolean)
    .join("; "),
});

/** The same of a contact. */
export const contactValues = (place: number) => ({
  Interests: [at(["Cloud", "Data", "Training"], place, 3), at(["Security", "Design"], place + 1, 4)]
    .filter(Boolean)
    .join("; "),
  Tags: [
    place % 9 === 4 ? "Spring fair" : "",
    place % 11 === 6 ? "Webinar" : "",
    place % 40 === 8 ? "Partner introduced us" : "",
  ]
    .filter(Boolean)
    .join("; "),
});

/** The same of a sale. */
export const saleValues = (place: number) => ({
  Discount: place % 4 === 0 ? ((place * 5) % 41) / 2 : "",
  Tags: place % 17 === 3 ? "Spring fair" : "",
});
