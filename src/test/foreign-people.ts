/** Rows of people as another product exports them: with ids, nearly each with a company and an owner of its own. */
export function foreignPeople(rows: number): string {
  const lines = Array.from({ length: rows }, (_, n) => {
    const company = n % 13 === 0 ? "" : `Company ${n % Math.ceil(rows * 0.98)} Ltd`;
    const owner = n % 140 === 0 ? "Pat Common" : `Owner ${n} Person`;
    return `${100_000 + n},First${n % 977},Last${n},person${n}@firm-${n % 9_000}.example,+1 555 ${String(n).padStart(7, "0")},${company},${owner},Manager`;
  });
  return ["Contact ID,First Name,Last Name,Email,Phone,Company,Contact Owner,Job Title", ...lines, ""].join("\n");
}
