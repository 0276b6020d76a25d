import { describe, expect, test } from 'vitest';
import type { ServiceName } from '#contracts/document.ts';
import { contractOf } from '../app.ts';
import { embeddedHandlers } from '../platform/handlers.ts';
import { bodyExamples, bodySchema, validBodies } from '../testing/bodies.ts';
import { seedOf } from '../testing/random.ts';

const services = Object.keys(embeddedHandlers) as ServiceName[];

describe.each(services)('examples of %s', (service) => {
  const contract = contractOf(service);
  const implemented = Object.keys(embeddedHandlers[service] ?? {});

  test('every example request of an implemented operation is valid', () => {
    const problems = implemented.flatMap((id) => {
      const operation = contract.operation(id);
      return bodyExamples(operation).flatMap((body) => {
        try {
          contract.checkBody(operation, body);
          return [];
        } catch (error) {
          return [`${id} (${operation.section}): ${(error as Error).message}`];
        }
      });
    });
    expect(problems).toEqual([]);
  });

  test('every example response fits its schema', () => {
    const problems = [...contract.operations.values()].flatMap((operation) =>
      Object.entries(operation.responses).flatMap(([status, response]) => {
        const media = response.content?.['application/json'];
        const named = Object.values(media?.examples ?? {}).map((example) => example.value);
        return [media?.example, ...named]
          .filter((example) => example !== undefined)
          .flatMap((example) => contract.replyProblem(operation, status, example) ?? [])
          .map((problem) => `${operation.id} (${operation.section}): ${problem}`);
      }),
    );
    expect(problems).toEqual([]);
  });

  test('bodies made from the schemas are valid', () => {
    const problems = implemented.flatMap((id) => {
      const operation = contract.operation(id);
      if (!bodySchema(operation)) return [];
      return validBodies(contract.document, operation, seedOf(id), 20).flatMap((body) => {
        try {
          contract.checkBody(operation, body);
          return [];
        } catch (error) {
          return [`${id}: ${(error as Error).message}: ${JSON.stringify(body).slice(0, 500)}`];
        }
      });
    });
    expect(problems).toEqual([]);
  });
});
