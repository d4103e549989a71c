-- Health of a SoundBiteEnvironment, for Argo CD.
--   Healthy      this generation of the spec is wholly live and in sync
--   Progressing  the operator is at it, or has not come to it yet
--   Suspended    it waits for somebody's yes, a soak or the end of a freeze; what is live serves
--   Degraded     it can't go on without help: stalled, rolled back
-- One that is being deleted is not judged here: Argo CD calls it Progressing, Pending deletion.
local conditions = {}
if obj.status ~= nil then
  for _, condition in ipairs(obj.status.conditions or {}) do
    conditions[condition.type] = condition
  end
end

local ready = conditions.Ready
if ready == nil or (ready.observedGeneration or 0) < obj.metadata.generation then
  return { status = "Progressing", message = "The operator has not come to this generation yet." }
end

local function is(name)
  return conditions[name] ~= nil and conditions[name].status == "True"
end

local message = ready.reason .. ": " .. ready.message
if is("Stalled") then
  return { status = "Degraded", message = message }
end
if is("Reconciling") then
  return { status = "Progressing", message = message }
end
if ready.status == "True" then
  return { status = "Healthy", message = ready.message }
end
return { status = "Suspended", message = message }
