/** Rows of people as another product exports them: with ids, nearly each with a company and an owner of its own. */
export function foreignPeople(rows: number): string {
  const lines = Array.from({ length: rows }, (_, n) => {
    const company = n % 13 === 0 ? "" : `Company ${n % Math.ceil(rows * 0.98)} Ltd`;
    const owner = n % 140 === 0 ? "Pat Common" : `Owner ${n} Person`;
    return `${100_000 + n},First${n % 977},Last${n},person${n}@firm-${n % 9_000}.example,+1 555 ${String(n).padStart(7, "0")},${company},${owner},Manager`;
  });
  return ["Contact ID,First Name,Last Name,Email,Phone,Company,Contact Owner,Job Title", ...lines, ""].join("\n");
}

/** Rows of people with their companies and deals in one file: each company has five people, each deal two of them. */
export function mixedRows(rows: number): string {
  const stages = ["Lead", "Qualified", "Proposal", "Negotiation"];
  const lines = Array.from({ length: rows }, (_, n) => {
    const firm = Math.floor(n / 5);
    const deal = n % 5 < 4 ? Math.floor(n / 5) * 2 + Math.floor((n % 5) / 2) : null;
    const ofDeal = deal === null ? ",," : `Deal ${deal},${stages[deal % stages.length]},${1_000 + deal}`;
    return `First${n % 977},Last${n},person${n}@firm-${firm}.example,Company ${firm} Ltd,firm-${firm}.example,Software,${ofDeal}`;
  });
  const headers = "First Name,Last Name,Email,Company,Company Domain,Industry,Deal Name,Deal Stage,Deal Value";
  return [headers, ...lines, ""].join("\n");
}

/** A mailing list: names and addresses, and nothing else. */
export function mailingList(rows: number): string {
  return [
    "Name,Email",
    ...Array.from({ length: rows }, (_, n) => `Pat${n % 977} Reader${n},reader${n}@mail.example`),
    "",
  ].join("\n");
}
