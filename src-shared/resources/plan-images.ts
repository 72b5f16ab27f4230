import { msg } from '../i18n/index';
import { isImageReference, normalizeImage } from '../image';
import type { Finding, Plan } from '../plan';
import { finding, listed } from '../redis-cluster/findings';
import type { RequestOf, ResourceRequest } from '../requests';
import { imageName, type ImageRow, type ResourcesObserved } from './model';
import { error, missing, ofOwner, one, warning } from './plan-one';

type Of<K extends ResourceRequest['kind']> = RequestOf<K>;

export function pull(request: Of<'resources.image-pull'>, { images }: ResourcesObserved): Plan {
  const { kind, image: asked, platform } = request;
  const image = asked.includes('@') ? asked : normalizeImage(asked);
  if (!isImageReference(image))
    return one(kind, undefined, [
      error(
        'image.invalid',
        msg('resources.find.reference', { image: asked }),
        msg('resources.find.reference.hint'),
        'image',
      ),
    ]);
  const there = images.some(({ tags, digests }) => tags.includes(image) || digests.includes(image));
  return one(
    kind,
    {
      target: `image/${image}`,
      title: msg('resources.step.pull', { image }),
      cause: msg(there ? 'resources.why.pullAgain' : 'resources.why.pull'),
      op: {
        kind: 'compose.pull',
        args: { image, always: true, ...(platform !== undefined && { platform }) },
      },
    },
    [],
  );
}

function imageOf(id: string, { images }: ResourcesObserved): ImageRow | undefined {
  return images.find((each) => each.id === id || each.tags.includes(id));
}

export function tag(request: Of<'resources.image-tag'>, seen: ResourcesObserved): Plan {
  const image = imageOf(request.image, seen);
  if (image === undefined) return one(request.kind, undefined, [missing(request.image)]);
  const name = normalizeImage(request.tag);
  if (!isImageReference(name) || name.includes('@'))
    return one(request.kind, undefined, [
      error(
        'image.invalid',
        msg('resources.find.reference', { image: request.tag }),
        msg('resources.find.reference.hint'),
        'tag',
      ),
    ]);
  const other = seen.images.find(({ tags }) => tags.includes(name));
  const findings: Finding[] = [];
  if (other?.id === image.id)
    findings.push(
      error(
        'image.tagged',
        msg('resources.find.tagged', { tag: name }),
        msg('resources.find.name.hint'),
        'tag',
      ),
    );
  else if (other !== undefined)
    findings.push(
      warning(
        'image.tag-moves',
        msg('resources.find.tagMoves', { tag: name }),
        msg('resources.find.tagMoves.hint'),
      ),
    );
  return one(
    request.kind,
    {
      target: `image/${name}`,
      title: msg('resources.step.tag', { image: imageName(image), tag: name }),
      cause: msg('resources.why.tag'),
      op: { kind: 'resources.tag', args: { image: image.id, name: imageName(image), tag: name } },
    },
    findings,
  );
}

export function removeImage(request: Of<'resources.image-remove'>, seen: ResourcesObserved): Plan {
  const image = imageOf(request.image, seen);
  if (image === undefined) return one(request.kind, undefined, [missing(request.image)]);
  const tags = request.tags.length === 0 ? [...image.tags] : [...new Set(request.tags)].sort();
  const unknown = tags.find((each) => !image.tags.includes(each));
  if (unknown !== undefined) return one(request.kind, undefined, [missing(unknown)]);
  const whole = tags.length === image.tags.length;
  const name = imageName(image);
  const findings = ofOwner(image.owner, name);
  const users = image.users.map((each) => each.name);
  if (whole && users.length > 0)
    findings.push(
      error(
        'image.in-use',
        msg('resources.find.used', { name, users: listed(users) }),
        msg('resources.find.imageUsed.hint'),
      ),
    );
  if (whole)
    findings.push(
      image.digests.length === 0
        ? warning(
            'image.local',
            msg('resources.find.local', { names: name }),
            msg('resources.find.local.hint'),
          )
        : finding(
            'info',
            'image.again',
            undefined,
            msg('resources.find.again', { name }),
            msg('resources.find.again.hint'),
          ),
    );
  return one(
    request.kind,
    {
      target: `image/${image.id}`,
      title: whole
        ? msg('resources.step.imageRemove', { name })
        : msg('resources.step.untag', { tags: tags.join(', ') }),
      cause: msg(whole ? 'resources.why.asked.image' : 'resources.why.untag'),
      op: { kind: 'resources.imageRemove', args: { id: image.id, name, tags } },
      ...(whole && { destructive: true }),
    },
    findings,
  );
}
