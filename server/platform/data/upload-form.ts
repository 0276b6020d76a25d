/** The form of an upload (4.3.2.9): its fields in any order, checked against the contract. */
import type { FastifyRequest } from 'fastify';
import limits from '#contracts/generated/limits/eihealth.uploadData.ts';
import { refuse } from '../../errors.ts';
import type { Platform } from '../platform.ts';
import { boundaryOf, readForm } from './multipart-form.ts';
import { ReceivedPart } from './received-part.ts';

export interface UploadForm {
  part: ReceivedPart;
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
function withoutEmpty(fields: Map<string, string>): Map<string, string> {
  return new Map([...fields].filter(([, value]) => value !== ''));
}

/**
 * The caller must discard the part in the end. Nothing is kept when this throws.
 * @throws ApiError 400 for a form that breaks the contract, lacks the file or holds too much of it
 */
export async function readUploadForm(platform: Platform, request: FastifyRequest): Promise<UploadForm> {
  const boundary = boundaryOf(request.headers['content-type']);
  const part = new ReceivedPart(platform.store);
  try {
    const body = request.raw.iterator({ destroyOnReturn: false });
    const form = await readForm(body, boundary, (chunk) => part.add(chunk));
    const fields = withoutEmpty(form.fields);
    checkLengths(fields);
    if (form.fileName === undefined) throw refuse('01000042');
    const partNumber = checkedNumber(fields, 'part_number');
    const totalPart = checkedNumber(fields, 'total_part');
    if (partNumber > totalPart)
      throw refuse('01000030', `/part_number ${partNumber} is above /total_part ${totalPart}`);
    const multipartId = fields.get('multipart_id');
    if (partNumber > 1 && !multipartId)
      throw refuse('01000008', '/multipart_id is required from part 2 on: part 1 answers with it');
    return {
      part,
      fileName: fields.get('file_name') ?? form.fileName.split('/').at(-1) ?? '',
      targetFolder: fields.get('target_folder') ?? '',
      partNumber,
      totalPart,
      multipartId,
      md5: fields.get('md5') ?? '',
    };
  } catch (error) {
    await part.discard();
    throw error;
  }
}
