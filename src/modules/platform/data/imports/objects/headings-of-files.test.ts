import "@/registry/register";
import { expect, test } from "vitest";
import { seeColumns } from "@/lib/match-columns";
import { catalog } from "@/server/catalog";
import { guessObject } from "../rules";
import { objectsIn } from "./rules";

/** Headings of a file, each with a cell and the fields that it fills; "-" where there is no such field. */
const files: [name: string, entity: string, columns: string][] = [
  [
    "an address book in German",
    "contact",
    `
Anrede | Frau | -
Titel | Dr. | -
Vorname | Anna | contact.firstName
Nachname | Moll | contact.lastName
Firma | Mays | contact.account
Abteilung | Einkauf | contact.department
Position | Leiterin | contact.jobTitle
Telefon geschäftlich | +49 30 901820 | contact.phones
Mobiltelefon | +49 170 1234567 | contact.phonesMobile
Telefon privat | +49 30 901821 | contact.phonesHome
Fax geschäftlich | +49 30 901822 | contact.phonesFax
E-Mail-Adresse | a@mays.example | contact.emails
Straße geschäftlich | Weg 1 | contact.mailingStreet
Ort geschäftlich | Berlin | contact.mailingCity
Postleitzahl geschäftlich | 10115 | contact.mailingPostalCode
Land/Region geschäftlich | Deutschland | contact.mailingCountry
Webseite | mays.example | -
Notizen | Gut | contact.notes
Kategorien | VIP | -
Geburtstag | 1980-04-12 | -
`,
  ],
  [
    "a list of companies in German",
    "account",
    `
Kundennummer | 4711 | account.externalId
Firmenname | Mays | account.name
Branche | Energie | account.industry
Anzahl Mitarbeiter | 120 | account.employees
Jahresumsatz | 5000000 | account.annualRevenue
Telefon Firma | +49 30 901820 | account.phone
Webseite | mays.example | account.website
Strasse | Weg 1 | account.street
PLZ | 10115 | account.postalCode
Ort | Berlin | account.city
Bundesland | Berlin | account.state
Land | Deutschland | account.country
USt-IdNr. | DE123456789 | -
Zuständig | Ann Field | account.owner
Erstellt am | 2026-01-02 | -
`,
  ],
  [
    "people with their companies in German",
    "contact",
    `
Vorname | Anna | contact.firstName
Nachname | Moll | contact.lastName
E-Mail | a@mays.example | contact.emails
Mobil | +49 170 1234567 | contact.phonesMobile
Firma | Mays | contact.account+account.name
Firma Telefon | +49 30 901820 | account.phone
Quelle | Messe | contact.leadSource
Status | Neu | contact.lifecycle
Verantwortlicher | Ann Field | contact.owner+account.owner
Schlagwörter | VIP | -
LinkedIn | https://linkedin.com/in/anna | contact.linkedin
`,
  ],
  [
    "a short list in German",
    "contact",
    `
Ansprechpartner | Anna Moll | contact.name
Firma | Mays | contact.account
E-Mail | a@mays.example | contact.emails
Telefon | +49 30 901820 | contact.phones
`,
  ],
  [
    "deals in German",
    "opportunity",
    `
Geschäftsname | Krane | opportunity.name
Unternehmen | Mays | opportunity.account
Ansprechpartner | Anna Moll | opportunity.contact
Phase | Angebot | opportunity.stage
Pipeline | Vertrieb | opportunity.pipeline
Betrag | 1200 | opportunity.amount
Währung | EUR | opportunity.amountCurrency
Erwartetes Abschlussdatum | 2026-12-01 | opportunity.closeDate
Wahrscheinlichkeit | 20 | opportunity.probability
Nächster Schritt | Anrufen | opportunity.nextStep
Produkt | Kran | opportunity.product
Menge | 2 | -
Preis | 600 | -
`,
  ],
  [
    "an address book in French",
    "contact",
    `
Civilité | Mme | -
Prénom | Anne | contact.firstName
Nom | Petit | contact.lastName
Société | Mays | contact.account
Service | Achats | contact.department
Fonction | Directrice | contact.jobTitle
Téléphone (bureau) | +33 1 42 68 53 00 | contact.phones
Tél. mobile | +33 6 12 34 56 78 | contact.phonesMobile
Télécopie | +33 1 42 68 53 01 | contact.phonesFax
Adresse de messagerie | a@mays.example | contact.emails
Rue (bureau) | Rue 1 | contact.mailingStreet
Ville (bureau) | Paris | contact.mailingCity
Code postal (bureau) | 75001 | contact.mailingPostalCode
Pays/Région (bureau) | France | contact.mailingCountry
Page Web | mays.example | -
Notes | Bon | contact.notes
Catégories | VIP | -
Anniversaire | 1980-04-12 | -
`,
  ],
  [
    "a list of companies in French",
    "account",
    `
Nom de l'entreprise | Mays | account.name
Secteur d'activité | Énergie | account.industry
Nombre d'employés | 120 | account.employees
Chiffre d'affaires annuel | 5000000 | account.annualRevenue
Téléphone | +33 1 42 68 53 00 | account.phone
Site web | mays.example | account.website
Adresse | Rue 1 | account.street
Ville | Paris | account.city
Code postal | 75001 | account.postalCode
Région | Île-de-France | account.state
Pays | France | account.country
N° TVA | FR123 | -
Responsable | Ann Field | account.owner
`,
  ],
  [
    "deals in French",
    "opportunity",
    `
Nom de la transaction | Grues | opportunity.name
Entreprise | Mays | opportunity.account
Contact | Anne Petit | opportunity.contact
Étape | Offre | opportunity.stage
Pipeline | Ventes | opportunity.pipeline
Montant | 1200 | opportunity.amount
Devise | EUR | opportunity.amountCurrency
Date de fermeture prévue | 2026-12-01 | opportunity.closeDate
Probabilité | 20 | opportunity.probability
Produit | Grue | opportunity.product
Quantité | 2 | -
Prix | 600 | -
`,
  ],
  [
    "an address book in Spanish",
    "contact",
    `
Tratamiento | Sra. | -
Nombre | Ana | contact.firstName
Apellidos | Gil | contact.lastName
Compañía | Mays | contact.account
Departamento | Compras | contact.department
Cargo | Directora | contact.jobTitle
Teléfono del trabajo | +34 912 345 678 | contact.phones
Teléfono móvil | +34 612 345 678 | contact.phonesMobile
Fax del trabajo | +34 912 345 679 | contact.phonesFax
Dirección de correo electrónico | a@mays.example | contact.emails
Calle del trabajo | Calle 1 | contact.mailingStreet
Ciudad del trabajo | Madrid | contact.mailingCity
Código postal del trabajo | 28001 | contact.mailingPostalCode
País o región del trabajo | España | contact.mailingCountry
Página web | mays.example | -
Notas | Bien | contact.notes
Categorías | VIP | -
Cumpleaños | 1980-04-12 | -
`,
  ],
  [
    "a list of companies in Spanish",
    "account",
    `
Nombre de la empresa | Mays | account.name
Sector | Energía | account.industry
Número de empleados | 120 | account.employees
Ingresos anuales | 5000000 | account.annualRevenue
Teléfono | +34 912 345 678 | account.phone
Sitio web | mays.example | account.website
Dirección | Calle 1 | account.street
Ciudad | Madrid | account.city
Código postal | 28001 | account.postalCode
Provincia | Madrid | account.state
País | España | account.country
NIF | B123 | -
Propietario | Ann Field | account.owner
`,
  ],
  [
    "deals in Spanish",
    "opportunity",
    `
Nombre del negocio | Grúas | opportunity.name
Empresa | Mays | opportunity.account
Contacto | Ana Gil | opportunity.contact
Etapa del negocio | Oferta | opportunity.stage
Pipeline | Ventas | opportunity.pipeline
Valor | 1200 | opportunity.amount
Moneda | EUR | opportunity.amountCurrency
Fecha de cierre prevista | 2026-12-01 | opportunity.closeDate
Probabilidad | 20 | opportunity.probability
Producto | Grúa | opportunity.product
Cantidad | 2 | -
Precio | 600 | -
`,
  ],
  [
    "an address book in Dutch",
    "contact",
    `
Aanhef | Mevr. | -
Voornaam | Anna | contact.firstName
Achternaam | Bos | contact.lastName
Bedrijf | Mays | contact.account
Afdeling | Inkoop | contact.department
Functie | Directeur | contact.jobTitle
Telefoon op werk | +31 20 123 4567 | contact.phones
Mobiele telefoon | +31 6 12345678 | contact.phonesMobile
Fax op werk | +31 20 123 4568 | contact.phonesFax
E-mailadres | a@mays.example | contact.emails
Werkadres, straat | Weg 1 | contact.mailingStreet
Werkadres, plaats | Amsterdam | contact.mailingCity
Werkadres, postcode | 1011 AB | contact.mailingPostalCode
Werkadres, land/regio | Nederland | contact.mailingCountry
Webpagina | mays.example | -
Notities | Goed | contact.notes
Categorieën | VIP | -
Verjaardag | 1980-04-12 | -
`,
  ],
  [
    "a list of companies in Dutch",
    "account",
    `
Bedrijfsnaam | Mays | account.name
Branche | Energie | account.industry
Aantal medewerkers | 120 | account.employees
Jaaromzet | 5000000 | account.annualRevenue
Telefoon | +31 20 123 4567 | account.phone
Website | mays.example | account.website
Adres | Weg 1 | account.street
Plaats | Amsterdam | account.city
Postcode | 1011 AB | account.postalCode
Provincie | Noord-Holland | account.state
Land | Nederland | account.country
Btw-nummer | NL123 | -
Verantwoordelijke | Ann Field | account.owner
`,
  ],
  [
    "deals in Dutch",
    "opportunity",
    `
Dealnaam | Kranen | opportunity.name
Organisatie | Mays | opportunity.account
Contactpersoon | Anna Bos | opportunity.contact
Fase | Offerte | opportunity.stage
Pijplijn | Verkoop | opportunity.pipeline
Bedrag | 1200 | opportunity.amount
Valuta | EUR | opportunity.amountCurrency
Verwachte sluitingsdatum | 2026-12-01 | opportunity.closeDate
Kans | 20 | opportunity.probability
Product | Kraan | opportunity.product
Aantal | 2 | -
Prijs | 600 | -
`,
  ],
  [
    "people with the number of their company in German",
    "contact",
    `
Vorname | Anna | contact.firstName
Nachname | Moll | contact.lastName
Firma | Mays | contact.account+account.name
Telefon Firma | +49 30 901820 | account.phone
E-Mail | a@mays.example | contact.emails
`,
  ],
  [
    "people with the number and e-mail address of their company in German",
    "contact",
    `
Vorname | Anna | contact.firstName
Nachname | Moll | contact.lastName
Firma | Mays | contact.account+account.name
Firmentelefon | +49 30 901820 | account.phone
Firmen-E-Mail | info@mays.example | -
E-Mail | a@mays.example | contact.emails
`,
  ],
  [
    "people with the number of their company in Dutch",
    "contact",
    `
Voornaam | Anna | contact.firstName
Achternaam | Bos | contact.lastName
Bedrijf | Mays | contact.account+account.name
Bedrijfstelefoon | +31 20 123 4567 | account.phone
Telefoon | +31 20 123 4568 | contact.phones
`,
  ],
  [
    "people with the e-mail address of their company",
    "contact",
    `
First name | Anna | contact.firstName
Last name | Moll | contact.lastName
Company | Mays | contact.account
Company e-mail | info@mays.example | -
`,
  ],
  [
    "customers with the people to ask for in German",
    "account",
    `
Kundennummer | 4711 | account.externalId
Firmenname | Mays | account.name+contact.account
Branche | Energie | account.industry
Ansprechpartner | Anna Moll | contact.name
Ort | Berlin | account.city
Telefon | +49 30 901820 | account.phone
`,
  ],
  [
    "companies with a contact that is no name",
    "account",
    `
Account name | Mays | account.name
Industry | Energy | account.industry
Contact | a@mays.example | -
Website | mays.example | account.website
`,
  ],
  [
    "people with their owner in French",
    "contact",
    `
Prénom | Anne | contact.firstName
Nom | Petit | contact.lastName
Société | Mays | contact.account
E-mail | a@mays.example | contact.emails
Responsable | Ann Field | contact.owner
`,
  ],
  ["sales in Spanish", "opportunity", sale("Nombre", "Empresa", "Importe")],
  ["sales in French", "opportunity", sale("Nom", "Société", "Montant")],
  ["sales in Dutch", "opportunity", sale("Naam", "Bedrijf", "Bedrag")],
  ["sales in English", "opportunity", sale("Name", "Company", "Amount")],
  ["people in Spanish", "contact", "Nombre | Ana | contact.firstName\nEmpresa | Mays | contact.account"],
];

function sale(name: string, company: string, amount: string): string {
  return `
${name} | Cranes | opportunity.name
${company} | Mays | opportunity.account
${amount} | 1200 | opportunity.amount
`;
}

test.each(files)("headings of %s", (_, entity, text) => {
  const lines = text
    .trim()
    .split("\n")
    .map((line) => line.split(" | "));
  const catalogs = catalog().importers.map((importer) => importer.catalog);
  const cells = lines.map(([, cell = ""]) => cell);
  const columns = seeColumns(
    lines.map(([header = ""]) => header),
    [cells],
  );
  expect(guessObject(catalogs, "list.csv", columns).entity).toBe(entity);
  const parts = objectsIn(catalogs, entity, columns);
  const filled = lines.map(([header], place) => {
    const fields = parts.flatMap(({ entity: of, mapping }) => {
      const field = mapping[place]?.field;
      return field ? [`${of}.${field}`] : [];
    });
    return `${header} | ${cells[place]} | ${fields.join("+") || "-"}`;
  });
  expect(filled.join("\n")).toBe(text.trim());
});
