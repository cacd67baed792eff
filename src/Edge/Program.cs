using Plumbline.Edge;

return EdgeProgram.Run(args);
