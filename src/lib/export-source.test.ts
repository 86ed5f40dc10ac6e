import { expect, test } from "vitest";
import { exportSource } from "./export-source";

test.each([
  ["Record ID,Company name,Company owner,Create Date,City", "HubSpot"],
  ["Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount", "HubSpot"],
  ["Opportunity ID,Opportunity Owner,Account Name,Stage,Fiscal Period", "Salesforce"],
  ["ID,NAME,PARENTID,WEBSITE,OWNERID", "Salesforce"],
  ["Deal - ID,Deal - Title,Deal - Value,Deal - Stage", "Pipedrive"],
  ["Organization - ID,Organization - Name,Organization - Owner", "Pipedrive"],
  ["Record ID,Name,Price", null],
  ["Deal ID,Account,Stage,Owner", null],
])("%s is from %s", (headers, source) => {
  expect(exportSource(headers.split(","))).toBe(source);
});
