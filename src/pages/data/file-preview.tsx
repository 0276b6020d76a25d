import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DataItem, dataQuery } from '#src/api/data.ts';
import { wirePathOf } from '#src/api/data-paths.ts';
import { apiQuery } from '#src/api/query.ts';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { signedAddress } from './download.ts';
import { type FileKind, fileKind, isGzip } from './file-kind.ts';
import { type Head, readHead } from './read-head.ts';
import { TablePreview, TextPreview } from './text-preview.tsx';

interface PreviewProps {
  projectId: string;
  project: string;
  item: DataItem;
}

/** What the browser shows whole has to fit into its memory. */
const MAX_WHOLE = 50_000_000;

/** Content of a file, as far as it can be looked at. */
export function FilePreview({ projectId, project, item }: PreviewProps) {
  const { t } = useTranslation('data');
  const kind = fileKind(item.name ?? '');
  const path = wirePathOf(item, project);
  const { data, error, refetch } = useQuery({
    ...dataQuery(projectId, path),
    // A fresh address would load the file again; the one at hand is good for some minutes.
    staleTime: 300_000,
    refetchOnWindowFocus: false,
  });
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <Skeleton lines={5} />;
  const isText = kind === 'text' || kind === 'table';
  if (!data.download_url) return isText ? <ContentOnly path={path} projectId={projectId} item={item} /> : <NoAddress />;
  if (kind === 'other') return <EmptyState icon="file" title={t('preview.none')} text={t('preview.noneText')} />;
  if (!isText && (item.size ?? 0) > MAX_WHOLE)
    return <EmptyState icon="file" title={t('preview.large')} text={t('preview.noneText')} />;
  return <Addressed kind={kind} url={data.download_url} projectId={projectId} item={item} />;
}

function NoAddress() {
  const { t } = useTranslation('data');
  return <EmptyState icon="lock" title={t('preview.forbidden')} text={t('preview.forbiddenText')} />;
}

interface AddressedProps {
  kind: Exclude<FileKind, 'other'>;
  url: string;
  projectId: string;
  item: DataItem;
}

function Addressed({ kind, url, projectId, item }: AddressedProps) {
  const { t } = useTranslation('data');
  // The first address stays: another one is the same file.
  const [address] = useState(() => signedAddress(url, 'inline'));
  if (kind === 'image')
    return (
      <div className="data-preview data-preview-image">
        <img src={address} alt={item.name ?? ''} />
      </div>
    );
  if (kind === 'page')
    return <iframe className="data-preview data-preview-page" sandbox="" src={address} title={t('preview.page')} />;
  if (kind === 'pdf') return <PdfPreview address={address} name={item.name ?? ''} />;
  return <HeadPreview kind={kind} address={address} projectId={projectId} item={item} />;
}

/** The viewer of the browser does not start inside the sandbox of a signed address, so it gets the bytes. */
function PdfPreview({ address, name }: { address: string; name: string }) {
  const [shown, setShown] = useState<{ url?: string; error?: unknown }>({});
  useEffect(() => {
    const stop = new AbortController();
    let url: string | undefined;
    fetch(address, { signal: stop.signal })
      .then(async (response) => {
        if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
        url = URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: 'application/pdf' }));
        setShown({ url });
      })
      .catch((error: unknown) => {
        if (!stop.signal.aborted) setShown({ error });
      });
    return () => {
      stop.abort();
      if (url) URL.revokeObjectURL(url);
    };
  }, [address]);
  if (shown.error) return <ErrorState error={shown.error} />;
  return shown.url ? (
    <iframe className="data-preview data-preview-page" src={shown.url} title={name} />
  ) : (
    <Skeleton lines={5} />
  );
}

type TextKind = 'text' | 'table';

function HeadPreview({
  kind,
  address,
  projectId,
  item,
}: Omit<AddressedProps, 'kind' | 'url'> & { kind: TextKind; address: string }) {
  const { name = '', size = 0 } = item;
  const { data, error, refetch } = useQuery({
    ...apiQuery('readSignedObject', { projectId, id: item.path ?? '', size, created: item.create_time }, [], (signal) =>
      readHead(address, size, isGzip(name), signal),
    ),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  return data ? <HeadContent kind={kind} name={name} head={data} /> : <Skeleton lines={5} />;
}

function HeadContent({ kind, name, head }: { kind: TextKind; name: string; head: Head }) {
  const { t } = useTranslation('data');
  if (head.binary) return <EmptyState icon="file" title={t('preview.none')} text={t('preview.noneText')} />;
  if (head.text === '') return <EmptyState icon="file" title={t('preview.empty')} />;
  return kind === 'table' ? <TablePreview name={name} head={head} /> : <TextPreview head={head} />;
}

/** Who may not download still sees small texts, which come with the details (4.3.2.14). */
function ContentOnly({ path, projectId, item }: { path: string; projectId: string; item: DataItem }) {
  const { data, error } = useQuery({ ...dataQuery(projectId, path, true), retry: false });
  if (error) return <ErrorState error={error} />;
  if (!data) return <Skeleton lines={5} />;
  const head = { text: data.content ?? '', cut: false, binary: false };
  const kind = fileKind(item.name ?? '') === 'table' ? 'table' : 'text';
  return <HeadContent kind={kind} name={item.name ?? ''} head={head} />;
}
