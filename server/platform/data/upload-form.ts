/** The form of an upload (4.3.2.9): its fields in any order, checked against the contract. */
import { isDeepStrictEqual } from 'node:util';
import type { FastifyRequest } from 'fastify';
import limits from '#contracts/generated/limits/eihealth.uploadData.ts';
import { refuse } from '../../errors.ts';
import type { Platform } from '../platform.ts';
import { boundaryOf, readForm } from './multipart-form.ts';
import { PlacedPart } from './placed-part.ts';
import { ReceivedPart } from './received-part.ts';

export interface UploadForm {
  /** The bytes: on their place already when its fields stood before the file, else in memory. */
  part: ReceivedPart | PlacedPart;
  /** Name of the file: the field, else what the client called the content. */
  fileName: string;
  targetFolder: string;
  /** From 1. */
  partNumber: number;
  totalPart: number;
  multipartId: string | undefined;
  /** Of the whole file, hex or base64; '' when it was not given. */
  md5: string;
}

function checkedNumber(fields: Map<string, string>, name: 'part_number' | 'total_part'): number {
  const text = fields.get(name) ?? limits[name].default;
  if (!/^[1-9]\d*$/.test(text)) throw refuse('01000032', `/${name} must be a whole number from 1`);
  return Number(text);
}

function checkLengths(fields: Map<string, string>): void {
  for (const [name, limit] of Object.entries(limits)) {
    const length = 'maxLength' in limit ? fields.get(name)?.length : undefined;
    if (length === undefined || !('maxLength' in limit)) continue;
    if (length > limit.maxLength) throw refuse('01000026', `/${name} takes at most ${limit.maxLength} characters`);
    if (length < limit.minLength) throw refuse('01000026', `/${name} takes at least ${limit.minLength} characters`);
  }
}

/** Forms often send what is not meant as an empty text. */
function withoutEmpty(fields: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...fields].filter(([, value]) => value !== ''));
}

export interface PartAddress {
  multipartId: string;
  partNumber: number;
  totalPart: number;
}

/** Finds the place of a part of an upload; undefined when it has to be kept until all of it is there. */
export type FindPlace = (address: PartAddress) => Promise<PlacedPart | undefined>;

function readNumbers(fields: Map<string, string>) {
  const partNumber = checkedNumber(fields, 'part_number');
  const totalPart = checkedNumber(fields, 'total_part');
  if (partNumber > totalPart) throw refuse('01000030', `/part_number ${partNumber} is above /total_part ${totalPart}`);
  return { partNumber, totalPart };
}

/**
 * The caller must close the part in the end (`closePart`). Nothing is kept when this throws.
 * @throws ApiError 400 for a form that breaks the contract, lacks the file or holds too much of it
 */
export async function readUploadForm(
  platform: Platform,
  request: FastifyRequest,
  findPlace: FindPlace,
  onFailure: (placed: PartAddress) => Promise<void>,
): Promise<UploadForm> {
  const boundary = boundaryOf(request.headers['content-type']);
  let part: ReceivedPart | PlacedPart = new ReceivedPart(platform.store);
  let address: PartAddress | undefined;
  const begin = async (given: ReadonlyMap<string, string>) => {
    const fields = withoutEmpty(given);
    const multipartId = fields.get('multipart_id');
    if (!multipartId || !fields.has('part_number') || !fields.has('total_part')) return;
    checkLengths(fields);
    address = { multipartId, ...readNumbers(fields) };
    part = (await findPlace(address)) ?? part;
  };
  try {
    const body = request.raw.iterator({ destroyOnReturn: false });
    const form = await readForm(body, boundary, { begin, add: (chunk) => part.add(chunk) });
    if (part instanceof PlacedPart) await part.finish();
    const fields = withoutEmpty(form.fields);
    checkLengths(fields);
    if (form.fileName === undefined) throw refuse('01000042');
    const numbers = readNumbers(fields);
    const multipartId = fields.get('multipart_id');
    if (numbers.partNumber > 1 && !multipartId)
      throw refuse('01000008', '/multipart_id is required from part 2 on: part 1 answers with it');
    const said = { multipartId, ...numbers };
    if (part instanceof PlacedPart && !isDeepStrictEqual(said, address))
      throw refuse('01000007', 'The fields after the file contradict those before it');
    return {
      part,
      fileName: fields.get('file_name') ?? form.fileName.split('/').at(-1) ?? '',
      targetFolder: fields.get('target_folder') ?? '',
      ...numbers,
      multipartId,
      md5: fields.get('md5') ?? '',
    };
  } catch (error) {
    await closePart(part);
    if (part instanceof PlacedPart && address) await onFailure(address);
    throw error;
  }
}

/** Lets go of memory and open files. */
export async function closePart(part: ReceivedPart | PlacedPart): Promise<void> {
  await (part instanceof PlacedPart ? part.close() : part.discard());
}
