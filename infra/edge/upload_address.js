// Files go to the root of the bucket, whatever address of ours a form names; which picture it is stays
// in a header, so that a refusal can lead back to its page.
function handler(event) {
    var request = event.request;
    var name = request.uri.replace(/^\/subir\//, '');
    if (request.method !== 'POST' || !/^[a-z]{1,20}$/.test(name)) {
        return { statusCode: 405, statusDescription: 'Method Not Allowed', headers: { allow: { value: 'POST' } } };
    }
    request.headers['x-llave-picture'] = { value: name };
    request.uri = '/';
    request.querystring = {};
    return request;
}
