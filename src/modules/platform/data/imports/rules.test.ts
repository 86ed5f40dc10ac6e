import { expect, test } from "vitest";
import { seeColumns } from "@/lib/match-columns";
import { accounts } from "@/modules/crm/accounts/fields";
import { contacts } from "@/modules/crm/contacts/fields";
import { opportunityCatalog } from "@/modules/crm/opportunities/catalog";
import { products } from "@/modules/crm/products/fields";
import { memberCatalog } from "@/modules/platform/identity/members/catalog";
import { guessObject, suggestMapping } from "./rules";

const catalogs = [products.catalog, memberCatalog, accounts.catalog, opportunityCatalog];

/** The object that a file is taken for, and the fields of its columns; `-` is none. */
function guessed(file: string, header: string, row: string): [string | null, string] {
  const columns = seeColumns(header.split("|"), [row.split("|")]);
  const { entity } = guessObject(catalogs, file, columns);
  const catalog = catalogs.find((one) => one.entity === entity);
  const mapping = catalog ? suggestMapping(catalog, columns) : [];
  return [entity, mapping.map(({ field }) => field ?? "-").join(" ")];
}

test("a company's own domain is its domain, its country no state, and the code of a product not its name", () => {
  expect(
    guessed(
      "all-companies.csv",
      "Company name|Company owner|Phone Number|Country/Region|Company Domain Name|Number of Employees",
      "Acme|Jane Doe|+1 555|Germany|acme.example|45",
    ),
  ).toEqual(["account", "name owner phone country domain employees"]);
  expect(guessed("items.csv", "Product Code|Product Name|List Price|Family", "A-1|Widget|10.5|Tools")).toEqual([
    "product",
    "sku name price category",
  ]);
});

test("what all headers begin with says what the file holds, and nothing of its columns", () => {
  expect(
    guessed(
      "export.csv",
      "Deal - ID|Deal - Title|Deal - Owner|Deal - Value|Deal - Currency of Value|Deal - Organization|Deal - Stage|Deal - Status|Deal - Deal created|Deal - Deal closed on|Deal - Expected close date",
      "1|Big one|Ann|1200|EUR|Acme|Proposal|Won|2024-01-02|2024-02-03|2024-02-01",
    ),
  ).toEqual([
    "opportunity",
    "externalId name owner amount amountCurrency account stage outcome engagedOn actualCloseDate closeDate",
  ]);
  expect(
    guessed(
      "export.csv",
      "Organization - Name|Organization - Label|Organization - Owner|Organization - Open deals|Organization - People",
      "Acme|Hot|Ann|1|2",
    ),
  ).toEqual(["account", "name - owner - -"]);
});

test("columns are known without a space between their words, and people by what others call them", () => {
  expect(
    guessed(
      "Opportunity.csv",
      "ID|NAME|STAGENAME|AMOUNT|PROBABILITY|CLOSEDATE|LEADSOURCE|ISWON|CREATEDDATE",
      "006A|Generator|Proposal|75000.0|50.0|2024-02-20|Web|false|2024-01-15T10:22:33.000Z",
    ),
  ).toEqual(["opportunity", "externalId name stage amount probability closeDate leadSource - engagedOn"]);
  expect(
    guessed(
      "User.csv",
      "USERNAME|LASTNAME|FIRSTNAME|NAME|EMAIL|ISACTIVE|USERROLEID",
      "ada@x.example.prod|Lovelace|Ada|Ada Lovelace|ada@x.example|true|00E",
    ),
  ).toEqual(["member", "- - - name email - -"]);
});

test("columns are known in the languages of the firms around", () => {
  expect(
    guessed(
      "Liste.csv",
      "Firma|Bezeichnung|Phase|Wert (€)|Start|Abschluss",
      "Öko AG|B|Angebot|12,00 €|05.01.2024|31.03.2024",
    ),
  ).toEqual(["opportunity", "account name stage amount engagedOn closeDate"]);
  expect(guessed("liste.csv", "Société|Chiffre d'affaires|Effectif|Ville", "Dupont|1 234,50|12|Lyon")).toEqual([
    "account",
    "name annualRevenue employees city",
  ]);
  expect(guessed("l.csv", "Cliente|Valor|Etapa|Data de fechamento", "Loja|R$ 1.234,56|Proposta|28/02/2024")).toEqual([
    "opportunity",
    "account amount stage closeDate",
  ]);
});

test("a word that differs by one of five letters is another word", () => {
  expect(guessed("accounts.csv", "Company|Stage|City", "Acme|Lead|Bonn")).toEqual(["account", "name - city"]);
});

test("two words of a header show people too, however they are joined", () => {
  const row = "Ann|ann@acme.example|Bea";
  expect(guessed("a.csv", "Name|Email|ReportsTo", row)[0]).toBe("member");
  expect(guessed("a.csv", "Name|Email|Reports to", row)[0]).toBe("member");
  expect(guessed("a.csv", "Name|Email|Likes", row)[0]).not.toBe("member");
});

test("a column Id is our own id where all of its values are, and else the id of another product", () => {
  const ours = "019a1b2c-3d4e-7f56-8a9b-0c1d2e3f4a5b";
  expect(guessed("accounts.csv", "Id|Name|External id", `${ours}|Acme|7`)).toEqual(["account", "id name externalId"]);
  expect(guessed("accounts.csv", "Id|Name", "5f1c9f0e-8a53-4c2b-9d7e-0a1b2c3d4e5f|Acme")).toEqual([
    "account",
    "externalId name",
  ]);
});

/** The same for a file of people, with the fields by header; columns that fill none are left out. */
function addressBook(header: string, row: string, separator = "|") {
  const headers = header.split(separator);
  const columns = seeColumns(headers, [row.split(separator)]);
  const guess = guessObject([...catalogs, contacts.catalog], "contacts.csv", columns);
  const named = suggestMapping(contacts.catalog, columns).flatMap(({ column, field }) =>
    field ? [`${headers[column]}: ${field}`] : [],
  );
  return { ...guess, named };
}

test("an address book of Google is known by its columns: the labels and parts of names fill nothing", () => {
  const header =
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - Label,Address 1 - Street,Address 1 - City,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country";
  const row =
    "Zoë,M,Groß,,,Dr.,,,,Öko Büro,Leiterin,Einkauf,,Notiz,,* myContacts,* Work,zoe@x.example,* Home,z@y.example,Mobile,+49 160 1,Work,030 2,Home,Ring 1,Berlin,BE,10115,DE";
  expect(addressBook(header, row, ",")).toEqual({
    entity: "contact",
    needsObject: false,
    named: [
      "First Name: firstName",
      "Last Name: lastName",
      "Organization Name: account",
      "Organization Title: jobTitle",
      "Organization Department: department",
      "Notes: notes",
      "E-mail 1 - Value: emails",
      "E-mail 2 - Value: emails",
      "Phone 1 - Value: phones",
      "Phone 2 - Value: phones",
      "Address 1 - Street: mailingStreet",
      "Address 1 - City: mailingCity",
      "Address 1 - Region: mailingState",
      "Address 1 - Postal Code: mailingPostalCode",
      "Address 1 - Country: mailingCountry",
    ],
  });
});

test("an address book of Outlook is known by its columns, and the second of something is not the first", () => {
  const header =
    "Title|First Name|Middle Name|Last Name|Company|Job Title|Business Street|Business Street 2|Business Street 3|Business City|Business Phone|Business Phone 2|Mobile Phone|E-mail Address|E-mail Type|E-mail 2 Address|E-mail 3 Address";
  const row =
    "Frau|Ute|M|Böhm|Haus|Leiterin|Allee 1|Hof|Tor|Hamburg|040 1|040 2|0151 3|a@x.example|SMTP|b@x.example|c@x.example";
  expect(addressBook(header, row)).toEqual({
    entity: "contact",
    needsObject: false,
    named: [
      "First Name: firstName",
      "Last Name: lastName",
      "Company: account",
      "Job Title: jobTitle",
      "Business Street: mailingStreet",
      "Business Street 2: mailingStreet2",
      "Business Street 3: mailingStreet3",
      "Business City: mailingCity",
      "Business Phone: phones",
      "Business Phone 2: phones",
      "Mobile Phone: phonesMobile",
      "E-mail Address: emails",
      "E-mail 2 Address: emails",
      "E-mail 3 Address: emails",
    ],
  });
  const german =
    "Anrede|Vorname|Weitere Vornamen|Nachname|Firma|Abteilung|Position|Straße geschäftlich|Ort geschäftlich|Postleitzahl geschäftlich|Telefon geschäftlich|Mobiltelefon|E-Mail-Adresse|E-Mail-Typ|E-Mail 2: Adresse|Notizen";
  const of =
    "Frau|Ute|M|Böhm|Haus|Einkauf|Leiterin|Allee 1|Hamburg|20095|040 1|0151 3|a@x.example|SMTP|b@x.example|Notiz";
  expect(addressBook(german, of).named).toEqual([
    "Vorname: firstName",
    "Nachname: lastName",
    "Firma: account",
    "Abteilung: department",
    "Position: jobTitle",
    "Straße geschäftlich: mailingStreet",
    "Ort geschäftlich: mailingCity",
    "Postleitzahl geschäftlich: mailingPostalCode",
    "Telefon geschäftlich: phones",
    "Mobiltelefon: phonesMobile",
    "E-Mail-Adresse: emails",
    "E-Mail 2: Adresse: emails",
    "Notizen: notes",
  ]);
});

test("the mark of deleted records is known, and a day of deletion or another mark is none", () => {
  expect(guessed("Account.csv", "Id|Name|IsDeleted|Is Public|Deleted at", "001A|Acme|0|true|2026-01-02")).toEqual([
    "account",
    "externalId name isDeleted - -",
  ]);
});

test("a second line of a street belongs to it, and a user name no name at Twitter", () => {
  expect(guessed("companies.csv", "Company name|Street Address|Street Address 2", "Acme|Weg 1|Hof")).toEqual([
    "account",
    "name street street2",
  ]);
  expect(
    addressBook("First name|Address 1 - Street|Address 1 - Extended Address", "Ada|Weg 1|Hof").named.slice(1),
  ).toEqual(["Address 1 - Street: mailingStreet", "Address 1 - Extended Address: mailingStreet2"]);
  expect(addressBook("Username|First name|Email", "ada|Ada|a@x.example").named).not.toContain("Username: twitter");
});
